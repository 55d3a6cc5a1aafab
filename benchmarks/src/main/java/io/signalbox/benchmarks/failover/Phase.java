package io.signalbox.benchmarks.failover;

import io.signalbox.benchmarks.load.Sample;

/**
 * One way to fail under one load.
 *
 * @param caller the whole time of a request
 * @param gaps from failure to next request; without any where nothing failed
 * @param others processors that other processes took meanwhile
 */
record Phase(Failing failing, Load load, Sample caller, Sample gaps, double others) {

    private static final double MOST_MS = 50;

    /** No answer is missing, and where the aim is for this load it is met. */
    boolean holds(int requests) {
        boolean inTime = failing == Failing.NOT || gaps.percentileMs(0.99) <= MOST_MS;
        return caller.answers() >= requests && caller.failures() == 0 && (inTime || !load.judged());
    }
}
