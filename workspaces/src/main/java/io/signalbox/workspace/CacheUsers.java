package io.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which workspaces borrow from a repository's copy: one file for each, holding its path. Call it
 * with the copy's lock.
 */
final class CacheUsers {

    private CacheUsers() {}

    static void add(Path home, Path user) throws IOException {
        Path users = Files.createDirectories(home.resolve("users"));
        Files.writeString(users.resolve(Ids.of(user.toString())), user.toString());
    }

    /** No workspace is left, and none was opened since. */
    static boolean isIdle(Path home, Instant since) throws IOException {
        Path users = home.resolve("users");
        if (!Trees.isDirectory(users)) {
            return true;
        }
        FileTime touched = Files.getLastModifiedTime(users);
        try (Stream<Path> entries = Files.list(users)) {
            List<Path> all = entries.toList();
            for (Path user : all) {
                if (Files.exists(Path.of(Files.readString(user)))) {
                    return false;
                }
            }
        }
        return touched.toInstant().isBefore(since);
    }
}
