package io.signalbox.benchmarks.process;

import io.signalbox.testsupport.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The real standalone process; unless told otherwise its catalog has one provider. */
public final class Signalbox implements AutoCloseable {

    /** What to ask for. */
    public static final String MODEL = "upstream/static";

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final String CATALOG =
            """
            version: 1
            offline: true
            providers:
              upstream:
                dialect: openai
                base_url: @url@
                enabled: true
                local: true
                default_model: static
                models: [static]
                limits: {concurrency: @concurrency@}
            models:
              - id: upstream/static
                context_window: 128000
                max_output: 8192
                price: {input_per_1m: 0.10, output_per_1m: 0.40}
                capabilities: [chat]
                tier: fast
            """;

    private final ChildProcess process;
    private final int port;
    private final int kafkaPort;
    private final Duration toReady;

    private Signalbox(ChildProcess process, int port, int kafkaPort, Duration toReady) {
        this.process = process;
        this.port = port;
        this.kafkaPort = kafkaPort;
        this.toReady = toReady;
    }

    /**
     * Starts it and waits for {@code ready}.
     *
     * @param data kept if it holds something
     * @param upstream the provider's base URL
     * @param concurrency calls to the provider at once
     */
    public static Signalbox start(Workplace workplace, Path data, String upstream, int concurrency)
            throws InterruptedException {
        return start(
                workplace,
                data,
                CATALOG.replace("@url@", upstream)
                        .replace("@concurrency@", Integer.toString(concurrency)));
    }

    /** The same with a catalog of its own, as YAML. */
    public static Signalbox start(Workplace workplace, Path data, String catalog)
            throws InterruptedException {
        int port = Ports.free();
        int kafkaPort = Ports.free();
        List<String> command = new ArrayList<>(workplace.signalboxCommand());
        command.addAll(List.of("--port", Integer.toString(port)));
        command.addAll(List.of("--kafka-port", Integer.toString(kafkaPort)));
        command.addAll(List.of("--data", data.toString()));
        command.addAll(List.of("--catalog", write(data, catalog).toString()));
        long begun = System.nanoTime();
        ChildProcess process =
                ChildProcess.start(
                        new ProcessBuilder(command),
                        workplace.target().resolve("logs/signalbox.log"),
                        "ready"::equals);
        process.awaitReady(START_LIMIT);
        return new Signalbox(process, port, kafkaPort, Duration.ofNanos(System.nanoTime() - begun));
    }

    private static Path write(Path data, String catalog) {
        try {
            Files.createDirectories(data);
            return Files.writeString(data.resolve("bench.yaml"), catalog);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the catalog", e);
        }
    }

    public int port() {
        return port;
    }

    public String brokers() {
        return Ports.LOOPBACK + ":" + kafkaPort;
    }

    public ChildProcess process() {
        return process;
    }

    /** From the start of the process to its {@code ready}. */
    public Duration toReady() {
        return toReady;
    }

    @Override
    public void close() {
        process.close();
    }
}
