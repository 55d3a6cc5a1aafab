package io.signalbox.standalone.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What runs on this machine, found by what is written on it. Linux only. */
public final class RunningProcesses {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private RunningProcesses() {}

    /** Living processes that have the text in their arguments or their environment. */
    public static List<Long> with(String text) {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .filter(pid ->
                            read(pid, "cmdline").contains(text)
                                    || read(pid, "environ").contains(text))
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of an agent's runs of this job. */
    public static List<Long> ofJob(String jobId) {
        return with("SIGNALBOX_RUN=" + jobId);
    }

    /** Returns when there is none any more. */
    public static void awaitNone(String text) {
        Eventually.get(LIMIT, () -> with(text), List::isEmpty);
    }

    /** Empty for the dead, for those that end just now, and for other users'. */
    private static String read(String pid, String file) {
        try {
            return new String(
                    Files.readAllBytes(Path.of("/proc", pid, file)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
