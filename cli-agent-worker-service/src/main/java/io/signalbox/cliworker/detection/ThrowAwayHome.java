package io.signalbox.cliworker.detection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is gone when closed, as far as its files let it. */
record ThrowAwayHome(Path path) implements AutoCloseable {

    static ThrowAwayHome create() throws IOException {
        return new ThrowAwayHome(Files.createTempDirectory("signalbox-agent-"));
    }

    /** What a process that is just ending still writes there is looked at once more. */
    @Override
    public void close() throws IOException {
        for (int turn = 0; turn < 2 && Files.exists(path); turn++) {
            for (Path file : deepestFirst()) {
                delete(file);
            }
        }
    }

    private List<Path> deepestFirst() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.sorted(Comparator.reverseOrder()).toList();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The next turn, or nobody: it lies in the directory for temporary files.
        }
    }
}
