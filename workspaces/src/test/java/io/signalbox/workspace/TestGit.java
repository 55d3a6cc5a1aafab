package io.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A caller's repository, made and asked with the git command as a caller would. */
final class TestGit {

    private final Path directory;

    TestGit(Path directory) {
        this.directory = directory;
    }

    /** With one commit of these files on {@code main}: path, content, path, content. */
    static TestGit repository(Path directory, String... files) {
        TestGit git = new TestGit(directory);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        git.run("init", "--quiet", "--initial-branch=main");
        git.write(files);
        git.run("add", "--all");
        git.run("commit", "--quiet", "-m", "first");
        return git;
    }

    Path directory() {
        return directory;
    }

    Path write(String path, String content) {
        try {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String... files) {
        for (int i = 0; i < files.length; i += 2) {
            write(files[i], files[i + 1]);
        }
    }

    String commit(String message, String... files) {
        write(files);
        run("add", "--all");
        run("commit", "--quiet", "-m", message);
        return run("rev-parse", "HEAD");
    }

    /** Fails the test where git does. */
    String run(String... arguments) {
        Result result = attempt(arguments);
        assertThat(result.code()).as("git %s: %s", List.of(arguments), result.text()).isZero();
        return result.text().strip();
    }

    record Result(int code, String text) {}

    Result attempt(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return start(command);
    }

    /** As {@code sh -c}, in the repository. */
    void shell(String script) {
        Result result = start(List.of("sh", "-c", script));
        assertThat(result.code()).as("%s: %s", script, result.text()).isZero();
    }

    private Result start(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment()
                .putAll(
                        Map.of(
                                "GIT_CONFIG_GLOBAL", "/dev/null",
                                "GIT_CONFIG_NOSYSTEM", "1",
                                "GIT_AUTHOR_NAME", "Caller",
                                "GIT_AUTHOR_EMAIL", "caller@localhost",
                                "GIT_COMMITTER_NAME", "Caller",
                                "GIT_COMMITTER_EMAIL", "caller@localhost",
                                "LC_ALL", "C"));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            byte[] text = process.getInputStream().readAllBytes();
            return new Result(process.waitFor(), new String(text, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError("these tests need git on the PATH", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /**
     * Every file and link of the repository, work tree and {@code .git} alike, by path: nothing is
     * left out.
     */
    Map<String, String> everything() {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                all.put(directory.relativize(file).toString(), print(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static String print(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return "-> " + Files.readSymbolicLink(file);
        }
        if (Files.isDirectory(file)) {
            return "directory";
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return Files.getLastModifiedTime(file) + " " + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
