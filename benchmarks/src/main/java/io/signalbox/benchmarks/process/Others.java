package io.signalbox.benchmarks.process;

import java.util.List;

/**
 * How much of the machine went to processes that are none of ours: figures of a busy machine lie.
 */
public final class Others {

    private final List<ChildProcess> ours;
    private final double othersMs;
    private final long beganNanos = System.nanoTime();

    /** Counts from now on. */
    public Others(List<ChildProcess> ours) {
        this.ours = List.copyOf(ours);
        this.othersMs = othersMs();
    }

    /** Since this was made; 0.5 is half of one processor. */
    public double processors() {
        double elapsedMs = (System.nanoTime() - beganNanos) / 1e6;
        return Math.max(0, (othersMs() - othersMs) / elapsedMs);
    }

    private double othersMs() {
        double oursMs = ours.stream().mapToDouble(child -> Proc.cpuMs(child.tree())).sum();
        return Proc.machineMs() - oursMs - OwnCpu.ms();
    }
}
