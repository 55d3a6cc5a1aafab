package io.signalbox.benchmarks.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** What one phase of load gave. Immutable. */
public final class Sample {

    private final long[] nanos;
    private final int failures;
    private final Duration elapsed;

    /**
     * @param nanos the time of each answer, in ns
     * @param failures requests without the right answer
     * @param elapsed of the phase
     */
    Sample(LongStream nanos, int failures, Duration elapsed) {
        this.nanos = nanos.sorted().toArray();
        this.failures = failures;
        this.elapsed = elapsed;
    }

    /** Times that were measured apart from answers; without failures or a phase. */
    public static Sample of(LongStream nanos) {
        return new Sample(nanos, 0, Duration.ZERO);
    }

    /** Several phases as one. */
    public static Sample joined(List<Sample> samples) {
        return new Sample(
                samples.stream().flatMapToLong(sample -> Arrays.stream(sample.nanos)),
                samples.stream().mapToInt(Sample::failures).sum(),
                samples.stream().map(Sample::elapsed).reduce(Duration.ZERO, Duration::plus));
    }

    public int answers() {
        return nanos.length;
    }

    public int failures() {
        return failures;
    }

    public Duration elapsed() {
        return elapsed;
    }

    /** Answers a second. */
    public double throughput() {
        return nanos.length * 1e9 / elapsed.toNanos();
    }

    /**
     * In ms; not a number where there is no answer.
     *
     * @param share 0 to 1: 0.5 is the median
     */
    public double percentileMs(double share) {
        if (nanos.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(share * nanos.length) - 1;
        return nanos[Math.max(0, index)] / 1e6;
    }
}
