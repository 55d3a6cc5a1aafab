package io.signalbox.benchmarks.overhead;

import io.signalbox.benchmarks.process.ChildProcess;
import io.signalbox.benchmarks.process.JavaThreads;
import io.signalbox.benchmarks.process.Proc;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Adds up the CPU time that Signalbox uses while it is switched on, by group and for Postgres. */
final class CpuMeter {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final double QUIET_SHARE = 0.15;

    private final ChildProcess signalbox;
    private final Map<Long, Long> nanosByThread = new HashMap<>();
    private Map<Long, Long> threadsBefore = Map.of();
    private Map<Long, Double> processesBefore = Map.of();
    private double jvmMs;
    private double postgresMs;

    CpuMeter(ChildProcess signalbox) {
        this.signalbox = signalbox;
    }

    /**
     * What was used while on, in ms of CPU.
     *
     * @param postgresMs of everything below the JVM
     * @param groups parts of {@code jvmMs}; threads that ended meanwhile are in none
     */
    record Use(double jvmMs, double postgresMs, Map<CpuOwner, Double> groups) {}

    void on() {
        threadsBefore = Proc.threadNanos(signalbox.pid());
        processesBefore = processes();
    }

    void off() {
        processes()
                .forEach((pid, ms) -> {
                    double used = ms - processesBefore.getOrDefault(pid, 0.0);
                    if (pid == signalbox.pid()) {
                        jvmMs += used;
                    } else {
                        postgresMs += used;
                    }
                });
        Proc.threadNanos(signalbox.pid())
                .forEach((thread, nanos) ->
                        nanosByThread.merge(
                                thread, nanos - threadsBefore.getOrDefault(thread, 0L), Long::sum));
    }

    Use use() {
        Map<Long, String> names = JavaThreads.names(signalbox.pid());
        Map<CpuOwner, Double> groups = new EnumMap<>(CpuOwner.class);
        nanosByThread.forEach((thread, nanos) ->
                groups.merge(
                        CpuOwner.of(names.getOrDefault(thread, "")), nanos / 1e6, Double::sum));
        return new Use(jvmMs, postgresMs, groups);
    }

    /** Waits until the work that follows the answers (store, ledger) is done, or the limit over. */
    void awaitQuiet(Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        double before = all();
        do {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            double now = all();
            if (now - before < QUIET_SHARE * LOOK_AGAIN.toMillis()) {
                return;
            }
            before = now;
        } while (System.nanoTime() < until);
    }

    private double all() {
        return processes().values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** CPU time so far by process; one that ends between two looks is not counted. */
    private Map<Long, Double> processes() {
        Map<Long, Double> ms = new HashMap<>();
        signalbox.tree().forEach(handle -> ms.put(handle.pid(), Proc.cpuMs(handle.pid())));
        return ms;
    }
}
