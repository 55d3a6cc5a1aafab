package io.signalbox.benchmarks.report;

import io.signalbox.benchmarks.process.Workplace;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** One run's figures as JSON under {@code benchmarks/target/results}. */
public final class ResultFile {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private ResultFile() {}

    /** Writes the figures with the machine's; returns where. */
    public static Path write(Workplace workplace, String benchmark, Map<String, ?> figures) {
        Instant now = Instant.now();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("benchmark", benchmark);
        all.put("at", now.toString());
        all.put("cpus", Runtime.getRuntime().availableProcessors());
        all.put("java", Runtime.version().toString());
        all.putAll(figures);
        Path file =
                workplace
                        .target()
                        .resolve("results")
                        .resolve(benchmark + "-" + STAMP.format(now) + ".json");
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(
                    file,
                    Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
