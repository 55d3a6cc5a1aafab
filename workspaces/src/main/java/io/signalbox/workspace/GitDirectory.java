package io.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A git directory of ours, as {@code git init} makes it without templates
 * (gitrepository-layout(5)); written directly, since a workspace needs up to four.
 */
final class GitDirectory {

    private GitDirectory() {}

    /**
     * @param head a commit's id, or {@code ref: refs/heads/…}
     * @param settings more lines of its config
     */
    static void create(Path directory, boolean bare, String head, String settings)
            throws IOException {
        Files.createDirectories(directory.resolve("objects").resolve("pack"));
        Files.createDirectories(directory.resolve("objects").resolve("info"));
        Files.createDirectories(directory.resolve("refs").resolve("heads"));
        Files.createDirectories(directory.resolve("info"));
        // Ids are SHA-1: a repository of another kind is refused when it is fetched.
        String core =
                """
                [core]
                	repositoryformatversion = 0
                	filemode = true
                	bare = %s
                """
                        .formatted(bare);
        Files.writeString(directory.resolve("config"), core + settings);
        Files.writeString(directory.resolve("HEAD"), head + "\n");
    }

    /** Lets it use another's objects without a copy. */
    static void borrow(Path directory, Path objects) throws IOException {
        String written = objects.toString();
        if (written.indexOf('\n') >= 0 || written.startsWith("\"") || written.startsWith("#")) {
            throw new IOException("git cannot borrow from a path such as this");
        }
        Files.writeString(
                directory.resolve("objects").resolve("info").resolve("alternates"), written + "\n");
    }

    /**
     * With its time: git takes a file for changed without a look into it where it is younger than
     * the index, and must look where both are of the same second (racy-git).
     */
    static void copyIndex(Path from, Path to) throws IOException {
        Files.copy(
                from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Where a shallow history ends: without it git misses the commits behind. */
    static void copyShallow(Path from, Path to) throws IOException {
        if (Files.exists(from.resolve("shallow"))) {
            Files.copy(from.resolve("shallow"), to.resolve("shallow"));
        }
    }

    static String branch(String name) {
        return "ref: refs/heads/" + name;
    }
}
