package io.signalbox.cliworker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What runs on this machine, found by command lines: not in the way that is under test. */
final class Machine {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Machine() {}

    /** Living processes that have the tag among their arguments. Linux only. */
    static List<Long> running(String tag) {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .filter(name -> commandLine(name).contains(tag))
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that have become a tool of the tag by {@link FakeAgents#BECOME_A_TOOL}. */
    static List<Long> tools(String tag) {
        return running("tool " + tag);
    }

    /** The same, once there are as many as are to come. */
    static List<Long> awaitTools(int count, String tag) {
        await(() -> tools(tag).size() == count, "not %d tools: %s".formatted(count, tag));
        return tools(tag);
    }

    /** Returns when none runs any more. */
    static void awaitNone(String tag) {
        await(() -> running(tag).isEmpty(), "still running: " + tag);
    }

    static void await(Supplier<Boolean> condition, String otherwise) {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (!condition.get()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError(otherwise);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Empty for the dead, and for those that end just now. */
    private static String commandLine(String pid) {
        try {
            return new String(
                    Files.readAllBytes(Path.of("/proc", pid, "cmdline")), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
