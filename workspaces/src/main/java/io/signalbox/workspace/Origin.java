package io.signalbox.workspace;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace was made from, so that a session's next run finds it again.
 *
 * @param repository as the job named it; empty where it named none
 * @param ref as the job named it; empty where it named none
 * @param base the commit that it began from
 */
record Origin(String repository, String ref, String base) {

    static Origin of(@Nullable String repository, @Nullable String ref, String base) {
        return new Origin(repository == null ? "" : repository, ref == null ? "" : ref, base);
    }

    static Origin read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return new Origin(
                properties.getProperty("repository", ""),
                properties.getProperty("ref", ""),
                properties.getProperty("base", ""));
    }

    void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("repository", repository);
        properties.setProperty("ref", ref);
        properties.setProperty("base", base);
        Path half = file.resolveSibling(file.getFileName() + ".new");
        try (Writer out = Files.newBufferedWriter(half)) {
            properties.store(out, null);
        }
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
