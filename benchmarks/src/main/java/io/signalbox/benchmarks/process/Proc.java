package io.signalbox.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Linux says of a process under {@code /proc}. A process that has gone has used nothing. */
public final class Proc {

    /** {@code USER_HZ}, which is 100 on every Linux that Java runs on. */
    private static final int TICKS_PER_SECOND = 100;

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private Proc() {}

    /** User and system time of one process, in ms. */
    public static double cpuMs(long pid) {
        return read(of(pid).resolve("stat")).map(Proc::statMs).orElse(0.0);
    }

    /** The same of many. */
    public static double cpuMs(List<ProcessHandle> processes) {
        return processes.stream().mapToDouble(handle -> cpuMs(handle.pid())).sum();
    }

    /** Fields 14 and 15; the name in field 2 may hold spaces, so counting begins after it. */
    private static double statMs(String stat) {
        String[] fields = SPACE.split(stat.substring(stat.lastIndexOf(')') + 2), -1);
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return ticks * 1000.0 / TICKS_PER_SECOND;
    }

    /**
     * Busy time of all the machine's processors since its start, time stolen from it included, in
     * ms.
     */
    public static double machineMs() {
        return read(Path.of("/proc/stat")).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("cpu "))
                .mapToDouble(Proc::busyMs)
                .sum();
    }

    /** The fields after the name: user, nice, system, idle, iowait, irq, softirq, steal. */
    private static double busyMs(String line) {
        String[] fields = SPACE.split(line, -1);
        long ticks = 0;
        for (int field : new int[] {1, 2, 3, 6, 7, 8}) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks * 1000.0 / TICKS_PER_SECOND;
    }

    /** CPU time by thread id, in ns. */
    public static Map<Long, Long> threadNanos(long pid) {
        Map<Long, Long> nanos = new HashMap<>();
        for (Path task : tasks(pid)) {
            read(task.resolve("schedstat"))
                    .ifPresent(text ->
                            nanos.put(
                                    Long.parseLong(task.getFileName().toString()),
                                    Long.parseLong(SPACE.split(text, -1)[0])));
        }
        return nanos;
    }

    /** Thread names by id, at most 15 characters each. */
    static Map<Long, String> threadNames(long pid) {
        Map<Long, String> names = new HashMap<>();
        for (Path task : tasks(pid)) {
            read(task.resolve("comm"))
                    .ifPresent(name ->
                            names.put(Long.parseLong(task.getFileName().toString()), name.strip()));
        }
        return names;
    }

    /** {@code VmRSS} of one process, in MiB. */
    public static double residentMib(long pid) {
        return kib(of(pid).resolve("status"), "VmRSS:") / 1024.0;
    }

    /** {@code Pss} of one process, in MiB: memory shared by n processes counts 1/n in each. */
    public static double proportionalMib(long pid) {
        return kib(of(pid).resolve("smaps_rollup"), "Pss:") / 1024.0;
    }

    private static double kib(Path file, String field) {
        return read(file).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(field))
                .mapToDouble(line -> Double.parseDouble(SPACE.split(line, -1)[1]))
                .sum();
    }

    private static List<Path> tasks(long pid) {
        try (Stream<Path> tasks = Files.list(of(pid).resolve("task"))) {
            return tasks.toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Path of(long pid) {
        return Path.of("/proc", Long.toString(pid));
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
