package io.signalbox.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small git repository for the demo's agent; not made where git is missing. */
final class DemoRepository {

    private static final long LIMIT_SECONDS = 20;

    private DemoRepository() {}

    /** One that is there is left as it is. */
    static void make(Path directory) throws IOException {
        if (Files.exists(directory)) {
            return;
        }
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("NOTES.md"), "# Notes\n\n");
        try {
            git(directory, "init", "--quiet", "--initial-branch=main", ".");
            git(directory, "add", "NOTES.md");
            git(directory, "commit", "--quiet", "--message=Empty notes");
        } catch (IOException e) {
            System.err.println("signalbox: no demo repository: " + e.getMessage());
        }
    }

    private static void git(Path directory, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "git",
                                "-c",
                                "user.name=Signalbox",
                                "-c",
                                "user.email=demo@signalbox.example"));
        command.addAll(List.of(arguments));
        Process git =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            if (!git.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || git.exitValue() != 0) {
                git.destroyForcibly();
                throw new IOException("git %s failed".formatted(arguments[0]));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
