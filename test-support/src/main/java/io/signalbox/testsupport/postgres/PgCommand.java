package io.signalbox.testsupport.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts programs so that PostgreSQL takes them: not as root (root becomes nobody in a user
 * namespace of its own), with nothing of the environment that would steer them, and where the
 * machine can, in a session of their own, so that a terminal's Ctrl-C does not reach them.
 */
final class PgCommand {

    private static final List<String> PROGRAM_DIRECTORIES =
            List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin");
    private static final long ROOT = 0;

    private PgCommand() {}

    /** For PostgreSQL's own programs. The process's id is the program's id. */
    static ProcessBuilder postgres(List<String> command) {
        return builder(concat(session(), concat(notRoot(), command)));
    }

    /** For everything else. */
    static ProcessBuilder plain(List<String> command) {
        return builder(concat(session(), command));
    }

    /** SIGINT or SIGQUIT to a process; nothing where it has gone. */
    static void signal(long pid, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot signal process " + pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private static List<String> session() {
        return installed("setsid") ? List.of("setsid") : List.of();
    }

    private static List<String> notRoot() {
        if (userId() != ROOT) {
            return List.of();
        }
        if (!namespacesAllowed()) {
            throw new IllegalStateException(
                    "PostgreSQL does not run as root, and user namespaces (unshare -U) are not allowed here: run as an ordinary user");
        }
        return List.of("unshare", "-U");
    }

    private static long userId() {
        try {
            Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            return ((Number) uid).longValue();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return System.getProperty("user.name").equals("root") ? ROOT : -1;
        }
    }

    private static boolean namespacesAllowed() {
        try {
            return new ProcessBuilder("unshare", "-U", "true").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean installed(String program) {
        return PROGRAM_DIRECTORIES.stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
