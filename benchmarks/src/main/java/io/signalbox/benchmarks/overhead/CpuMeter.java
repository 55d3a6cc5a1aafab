package io.signalbox.benchmarks.overhead;

import io.signalbox.benchmarks.process.ChildProcess;
import io.signalbox.benchmarks.process.JavaThreads;
import io.signalbox.benchmarks.process.Proc;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Adds up the CPU time that Signalbox uses while it is switched on, by group and for Postgres. */
final class CpuMeter {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final double QUIET_SHARE = 0.15;

    private final ChildProcess signalbox;
    private final Map<Long, Long> nanosByThread = new HashMap<>();
    private Map<Long, Long> threadsBefore = Map.of();
    private double jvmMs;
    private double postgresMs;

    CpuMeter(ChildProcess signalbox) {
        this.signalbox = signalbox;
    }

    /**
     * What was used while on, in ms of CPU.
     *
     * @param groups parts of {@code jvmMs}; threads that ended meanwhile are in none
     */
    record Use(double jvmMs, double postgresMs, Map<CpuOwner, Double> groups) {}

    void on() {
        threadsBefore = Proc.threadNanos(signalbox.pid());
        jvmMs -= jvm();
        postgresMs -= postgres();
    }

    void off() {
        jvmMs += jvm();
        postgresMs += postgres();
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
        double before = jvm() + postgres();
        do {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            double now = jvm() + postgres();
            if (now - before < QUIET_SHARE * LOOK_AGAIN.toMillis()) {
                return;
            }
            before = now;
        } while (System.nanoTime() < until);
    }

    private double jvm() {
        return Proc.cpuMs(signalbox.pid());
    }

    private double postgres() {
        List<ProcessHandle> tree = signalbox.tree();
        return Proc.cpuMs(tree.subList(1, tree.size()));
    }
}
