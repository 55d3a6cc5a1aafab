package io.signalbox.benchmarks.overhead;

import io.signalbox.benchmarks.load.ClosedLoop;
import io.signalbox.benchmarks.load.RoundTrip;
import io.signalbox.benchmarks.load.Sample;
import io.signalbox.benchmarks.process.OwnCpu;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One of the columns: who is asked, and what came of it so far. */
final class Contender {

    static final Duration WARM_UP_STEP = Duration.ofSeconds(4);

    /** A step counts as faster from so many times the best before it. */
    private static final double FASTER = 1.03;

    private static final int STEPS_NOT_FASTER = 4;

    private final String name;
    private final RoundTrip trip;
    private final Around around;
    private final Map<Integer, List<Sample>> samples = new HashMap<>();
    private final List<Double> warmUp = new ArrayList<>();
    private double generatorMs;

    /** What is done before and after each of its phases, outside the measured time. */
    interface Around {

        Around NOTHING =
                new Around() {
                    @Override
                    public void before(int concurrency) {}

                    @Override
                    public void after(int concurrency) {}
                };

        void before(int concurrency) throws InterruptedException;

        void after(int concurrency) throws InterruptedException;
    }

    Contender(String name, RoundTrip trip, Around around) {
        this.name = name;
        this.trip = trip;
        this.around = around;
    }

    String name() {
        return name;
    }

    /**
     * Asks until the answers come no faster, at most so long; keeps none of them.
     *
     * @param limit for the many; the time for one at once comes on top
     */
    void warmUp(Duration limit) throws InterruptedException {
        warmUp.clear();
        long until = System.nanoTime() + limit.toNanos();
        double best = 0;
        int notFaster = 0;
        do {
            double perSecond = run(OverheadBenchmark.MANY, WARM_UP_STEP).throughput();
            warmUp.add(perSecond);
            notFaster = perSecond > FASTER * best ? 0 : notFaster + 1;
            best = Math.max(best, perSecond);
        } while (notFaster < STEPS_NOT_FASTER && System.nanoTime() < until);
        run(OverheadBenchmark.ONE, limit.dividedBy(8));
    }

    private Sample run(int concurrency, Duration duration) throws InterruptedException {
        around.before(concurrency);
        Sample sample = ClosedLoop.run(trip, concurrency, duration);
        around.after(concurrency);
        if (sample.answers() == 0) {
            throw new IllegalStateException(name + " gives no right answer");
        }
        return sample;
    }

    /** Answers a second in each step of the warm-up, the first after the start first. */
    List<Double> warmUpPerSecond() {
        return List.copyOf(warmUp);
    }

    void measure(int concurrency, Duration duration) throws InterruptedException {
        around.before(concurrency);
        double before = OwnCpu.ms();
        Sample sample = ClosedLoop.run(trip, concurrency, duration);
        generatorMs += OwnCpu.ms() - before;
        around.after(concurrency);
        samples.computeIfAbsent(concurrency, _ -> new ArrayList<>()).add(sample);
    }

    List<Sample> rounds(int concurrency) {
        return List.copyOf(samples.getOrDefault(concurrency, List.of()));
    }

    Sample all(int concurrency) {
        return Sample.joined(rounds(concurrency));
    }

    /** CPU of this JVM per answer, in ms: the load generator, and in bare Kafka its clients. */
    double generatorMsPerAnswer() {
        long answers =
                samples.values().stream().flatMap(List::stream).mapToLong(Sample::answers).sum();
        return generatorMs / answers;
    }
}
