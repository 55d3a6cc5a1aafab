package io.signalbox.benchmarks.cancel;

import io.signalbox.benchmarks.cancel.Callers.Caller;
import io.signalbox.benchmarks.process.Signalbox;
import io.signalbox.benchmarks.process.Workplace;
import io.signalbox.benchmarks.report.ResultFile;
import io.signalbox.benchmarks.report.Table;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From the moment nobody wants an answer any more to the end of its connection upstream. */
@Command(
        name = "cancel",
        description =
                "Opens many slow answers and gives them up one after the other: the time until the"
                        + " provider sees its connection closed.",
        sortOptions = false)
public final class CancelBenchmark implements Callable<Integer> {

    private static final String PROVIDER = "upstream";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration INTO_THE_STREAM = Duration.ofMillis(500);
    private static final int TOKENS = 1_000;
    private static final int TOKENS_PER_SECOND = 10;

    /** The aim, for 99 of 100. */
    private static final double AIM_MS = 100;

    @Option(
            names = "--calls",
            defaultValue = "100",
            description = "at once, in each round (default: ${DEFAULT-VALUE})")
    int calls;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "the first is not counted (default: ${DEFAULT-VALUE})")
    int rounds;

    @Option(names = "--help", usageHelp = true, description = "shows this")
    boolean help;

    private final Workplace workplace = Workplace.here();

    /** picocli makes it. */
    public CancelBenchmark() {}

    /** How a call begins. */
    @FunctionalInterface
    private interface Opening {
        Caller open() throws IOException, InterruptedException;
    }

    /** What one row says; times in ms. */
    record Row(String what, int calls, double p50, double p99, double max) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        try (ProviderSimulator simulator = ProviderSimulator.start()) {
            SimulatedProvider provider =
                    simulator.script(
                            PROVIDER,
                            Script.builder()
                                    .tokens(TOKENS)
                                    .tokensPerSecond(TOKENS_PER_SECOND)
                                    .build());
            try (Signalbox signalbox =
                            Signalbox.start(
                                    workplace,
                                    workplace.emptied("cancel-data"),
                                    simulator.baseUrl(PROVIDER),
                                    calls);
                    Callers callers = new Callers(signalbox.port(), Signalbox.MODEL)) {
                rows.add(measured("DELETE of a job", provider, callers::submit));
                rows.add(measured("hang-up of a stream", provider, () -> callers.chat(true)));
                rows.add(measured("hang-up of a plain chat", provider, () -> callers.chat(false)));
            }
        }
        Table table = new Table("in ms", "calls", "p50", "p99", "max");
        rows.forEach(row -> table.row(row.what(), row.calls(), row.p50(), row.p99(), row.max()));
        System.out.println(table);
        System.out.println(
                "figures: " + ResultFile.write(workplace, "cancel", Map.of("rows", rows)));
        return rows.stream().allMatch(row -> row.p99() <= AIM_MS) ? 0 : 1;
    }

    private Row measured(String what, SimulatedProvider provider, Opening opening)
            throws IOException, InterruptedException {
        List<Long> nanos = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            System.err.printf("%s, round %d of %d%n", what, round + 1, rounds);
            List<Long> times = round(provider, opening);
            if (round > 0 || rounds == 1) {
                nanos.addAll(times);
            }
        }
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Row(what, sorted.length, ms(sorted, 0.5), ms(sorted, 0.99), ms(sorted, 1));
    }

    private List<Long> round(SimulatedProvider provider, Opening opening)
            throws IOException, InterruptedException {
        provider.reset();
        List<Caller> open = new ArrayList<>();
        for (int number = 0; number < calls; number++) {
            open.add(opening.open());
        }
        if (!provider.await(counts -> counts.inFlight() == calls, LIMIT)) {
            throw new IllegalStateException("not all calls have reached the provider");
        }
        LockSupport.parkNanos(INTO_THE_STREAM.toNanos());
        List<Long> times = new ArrayList<>();
        for (Caller caller : open) {
            times.add(timed(provider, caller, times.size() + 1));
        }
        return times;
    }

    /** One after the other, so that the next connection to close is this one's. */
    private static long timed(SimulatedProvider provider, Caller caller, int closed)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        FutureTask<Long> seen =
                new FutureTask<>(() -> {
                    if (!provider.await(counts -> counts.aborted() >= closed, LIMIT)) {
                        throw new IllegalStateException("a call was not broken off in " + LIMIT);
                    }
                    return System.nanoTime();
                });
        Thread.ofVirtual().start(seen);
        caller.giveUp();
        try {
            return seen.get() - begun;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static double ms(long[] sortedNanos, double share) {
        if (sortedNanos.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(share * sortedNanos.length) - 1;
        return sortedNanos[Math.max(0, index)] / 1e6;
    }
}
