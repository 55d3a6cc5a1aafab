package io.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finished workspaces that stay to be looked at, each under its attempt's name beside a line that
 * says what it is. Bounded in number and age. Any thread, any number of workers.
 */
final class KeptWorkspaces {

    static final String ABOUT = "about.txt";

    private final Path directory;
    private final WorkspaceLimits limits;
    private final InstantSource clock;

    KeptWorkspaces(Path directory, WorkspaceLimits limits, InstantSource clock) {
        this.directory = directory;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Moves what is under these names.
     *
     * @param line what {@code about.txt} says
     * @return where it is now
     */
    Path keep(Path at, List<String> names, String line) throws IOException {
        Path kept = fresh(at.getFileName().toString());
        for (String name : names) {
            if (Files.exists(at.resolve(name))) {
                Files.move(at.resolve(name), kept.resolve(name));
            }
        }
        Instant now = clock.instant();
        Files.writeString(kept.resolve(ABOUT), line + ", kept since " + now + "\n");
        Files.setLastModifiedTime(kept.resolve(ABOUT), FileTime.from(now));
        prune();
        return kept;
    }

    private Path fresh(String name) throws IOException {
        Files.createDirectories(directory);
        Path kept = directory.resolve(name);
        for (int again = 2; Files.exists(kept); again++) {
            kept = directory.resolve(name + "-" + again);
        }
        return Files.createDirectory(kept);
    }

    /** Removes the oldest above the number, and all that are too old. */
    void prune() throws IOException {
        if (!Trees.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> newest =
                    entries.sorted(Comparator.comparing(KeptWorkspaces::since).reversed()).toList();
            Duration most = limits.keptFor();
            for (int i = 0; i < newest.size(); i++) {
                boolean old = since(newest.get(i)).isBefore(clock.instant().minus(most));
                if (old || i >= limits.keptAtMost()) {
                    Deletion.delete(newest.get(i));
                }
            }
        }
    }

    /** Without its line it was being moved when the worker was killed, or is right now. */
    private static Instant since(Path kept) {
        try {
            Path about = kept.resolve(ABOUT);
            return Files.getLastModifiedTime(Files.exists(about) ? about : kept).toInstant();
        } catch (IOException e) {
            // Another worker removes it at this moment.
            return Instant.EPOCH;
        }
    }
}
