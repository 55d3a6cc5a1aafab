package io.signalbox.contracts.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What older versions wrote and promised. These files are only ever added to. */
final class Kept {

    private static final Path ROOT =
            Path.of("src/test/resources/io/signalbox/contracts/document").toAbsolutePath();
    private static final Path BASELINE = ROOT.resolve("baseline");
    private static final Path SAMPLES = ROOT.resolve("samples/v1");

    private Kept() {}

    /** The files of the published schemas. */
    static Stream<String> baseline() {
        return names(BASELINE).stream();
    }

    static JsonNode baseline(String file) {
        return read(BASELINE.resolve(file));
    }

    /**
     * The names of the sample records: a {@code ce_type}, or what a value without one is called.
     */
    static Stream<String> samples() {
        return names(SAMPLES).stream().map(name -> name.replace(".json", ""));
    }

    static ObjectNode sample(String name) {
        return (ObjectNode) read(SAMPLES.resolve(name + ".json"));
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(Path file) {
        try {
            return Json.mapper().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
