package io.signalbox.standalone.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A caller's git repository, made and asked with the git command as a caller would. Not to be used
 * by several threads.
 *
 * @param directory absolute
 */
public record CallersRepository(Path directory) {

    /** A new one with one commit of {@code greeting.txt} ({@code hello}) on {@code main}. */
    public static CallersRepository make(Path directory) {
        CallersRepository made = new CallersRepository(directory);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        made.git("init", "--quiet", "--initial-branch=main");
        made.write("greeting.txt", "hello\n");
        made.git("add", "--all");
        made.git("commit", "--quiet", "-m", "first");
        return made;
    }

    /** Writes a file of the work tree. */
    public void write(String path, String content) {
        try {
            Files.writeString(directory.resolve(path), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it prints, without the space around; fails the test where git does. */
    public String git(String... arguments) {
        return run("", List.of(arguments));
    }

    /** Applies a patch to the work tree. */
    public void apply(String patch) {
        run(patch, List.of("apply", "-"));
    }

    private String run(String input, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(arguments);
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
                                "GIT_COMMITTER_EMAIL", "caller@localhost"));
        try {
            Process process = builder.start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s: %s", command, text).isZero();
            return text.strip();
        } catch (IOException e) {
            throw new AssertionError("these tests need git on the PATH", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Every file, those of {@code .git} too, with its bytes and its time. */
    public Map<String, String> everything() {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(
                        directory.relativize(file).toString(),
                        Files.getLastModifiedTime(file)
                                + " "
                                + HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
