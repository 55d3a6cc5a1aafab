package io.signalbox.standalone;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options of {@code signalbox up}. */
@Command(
        name = "signalbox up",
        description = "Runs all of Signalbox on this machine, in the foreground, on loopback only.",
        sortOptions = false)
final class UpOptions {

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "HTTP port; 0 takes a free one (default: ${DEFAULT-VALUE})")
    int port;

    @Option(
            names = "--kafka-port",
            defaultValue = "9092",
            description = "Kafka port; 0 takes a free one (default: ${DEFAULT-VALUE})")
    int kafkaPort;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where jobs and the ledger are kept (default: ~/.signalbox)")
    @Nullable Path data;

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description =
                    "catalog file or directory (default: $SIGNALBOX_CATALOG, ./signalbox.yaml,"
                            + " ~/.signalbox/signalbox.yaml, else the shipped defaults)")
    @Nullable Path catalog;

    @Option(
            names = "--demo",
            description = "adds simulated providers: every feature, no key, no network")
    boolean demo;

    @Option(names = "--help", usageHelp = true, description = "shows this")
    boolean help;

    Path dataDirectory() {
        return data == null
                ? Path.of(System.getProperty("user.home"), ".signalbox")
                : data.toAbsolutePath().normalize();
    }
}
