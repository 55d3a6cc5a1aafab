package io.signalbox.cliworker.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The machine's processes as Linux shows them in {@code /proc}; elsewhere there are none. What
 * belongs to other users, or hides itself, is not seen.
 */
final class ProcTable {

    private static final Path PROC = Path.of("/proc");
    private static final long SELF = ProcessHandle.current().pid();

    private ProcTable() {}

    /** Whether there is anything to see. */
    static boolean isThere() {
        return Files.isReadable(PROC.resolve("self/environ"));
    }

    /** Processes, this one aside, that carry the mark or write to one of the pipes. */
    static List<ProcessHandle> of(Mark mark, Set<String> pipes) {
        return where(pid -> mark.isOn(environ(pid)) || !disjoint(pipes(pid), pipes));
    }

    /** Processes, this one aside, that carry the mark. */
    static List<ProcessHandle> of(Mark mark) {
        return of(mark, Set.of());
    }

    /** The names of the pipes that a process has as stdout and stderr. */
    static Set<String> pipes(long pid) {
        return Stream.of("fd/1", "fd/2")
                .map(descriptor -> target(PROC.resolve(Long.toString(pid)).resolve(descriptor)))
                .filter(target -> target.startsWith("pipe:"))
                .collect(Collectors.toSet());
    }

    /** Dead, but nobody has asked how it ended: where process 1 does not, it stays so for ever. */
    static boolean isZombie(long pid) {
        String stat = read(PROC.resolve(Long.toString(pid)).resolve("stat"));
        int state = stat.lastIndexOf(") ") + 2;
        return state >= 2 && state < stat.length() && "ZX".indexOf(stat.charAt(state)) >= 0;
    }

    private static List<ProcessHandle> where(Predicate<Long> wanted) {
        List<ProcessHandle> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                // The handle first: should the number change hands, it is worth nothing.
                var handle = ProcessHandle.of(pid);
                if (pid != SELF && handle.isPresent() && wanted.test(pid)) {
                    found.add(handle.get());
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return found;
        }
        return found;
    }

    private static String environ(long pid) {
        return read(PROC.resolve(Long.toString(pid)).resolve("environ"));
    }

    /** By a stream: a channel refuses an interrupted thread. */
    private static String read(Path file) {
        try (InputStream stream = new FileInputStream(file.toFile())) {
            return new String(stream.readAllBytes(), Fitness.LOCALE);
        } catch (IOException e) {
            return "";
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean disjoint(Set<String> some, Set<String> others) {
        return some.stream().noneMatch(others::contains);
    }
}
