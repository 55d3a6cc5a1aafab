package io.signalbox.benchmarks.streams;

import io.signalbox.benchmarks.process.Signalbox;
import io.signalbox.benchmarks.process.Workplace;
import io.signalbox.benchmarks.report.ResultFile;
import io.signalbox.benchmarks.report.Table;
import io.signalbox.benchmarks.streams.StreamLoad.Kind;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Many slow streams at once: whether one of them ever stalls. */
@Command(
        name = "streams",
        description =
                "Streams answers at a slow pace, many at once, and times every piece: chat streams,"
                        + " and the events of jobs.",
        sortOptions = false)
public final class StreamsBenchmark implements Callable<Integer> {

    private static final String PROVIDER = "upstream";
    private static final String PROMPT = "Say something long.";

    /** Longer than the pace by this much is a stall. */
    private static final long STALL_MS = 200;

    /** Until most of what runs for each piece is compiled. */
    private static final int WARM_UP_ROUNDS = 3;

    @Option(
            names = "--streams",
            defaultValue = "200",
            description = "chat streams at once (default: ${DEFAULT-VALUE})")
    int streams;

    @Option(
            names = "--followers",
            defaultValue = "50",
            description = "followed jobs at once (default: ${DEFAULT-VALUE})")
    int followers;

    @Option(
            names = "--tokens",
            defaultValue = "100",
            description = "of an answer (default: ${DEFAULT-VALUE})")
    int tokens;

    @Option(
            names = "--pace",
            defaultValue = "20",
            description = "tokens a second of each stream (default: ${DEFAULT-VALUE})")
    int pace;

    @Option(
            names = "--spread",
            defaultValue = "1000",
            description = "ms over which the streams are opened (default: ${DEFAULT-VALUE})")
    long spreadMs;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "of each row (default: ${DEFAULT-VALUE})")
    int rounds;

    @Option(names = "--help", usageHelp = true, description = "shows this")
    boolean help;

    private final Workplace workplace = Workplace.here();

    /** picocli makes it. */
    public StreamsBenchmark() {}

    /**
     * What one row says; times in ms.
     *
     * @param joined pieces that came within another
     * @param processors that Signalbox's JVM used on average
     */
    record Row(
            String what,
            int streams,
            long broken,
            double firstP50,
            double firstP99,
            double firstMax,
            double gapP50,
            double gapP99,
            double gapMax,
            long stalls,
            long joined,
            double processors) {}

    @Override
    public Integer call() throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        try (ProviderSimulator simulator = ProviderSimulator.start();
                StreamLoad load = new StreamLoad()) {
            simulator.script(PROVIDER, script(tokens));
            try (Signalbox signalbox =
                    Signalbox.start(
                            workplace,
                            workplace.emptied("streams-data"),
                            simulator.baseUrl(PROVIDER),
                            streams)) {
                Kind alone =
                        Kind.chat(
                                simulator.port(),
                                "/" + PROVIDER + "/v1/chat/completions",
                                "static",
                                PROMPT);
                Kind chats =
                        Kind.chat(
                                signalbox.port(), "/v1/chat/completions", Signalbox.MODEL, PROMPT);
                run(load, alone, streams, tokens);
                for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                    run(load, chats, streams, tokens);
                    run(load, chats.asFollowed(), followers, tokens);
                }
                rows.add(measured("upstream alone", load, alone, streams, signalbox));
                rows.add(measured("chat streams", load, chats, streams, signalbox));
                rows.add(
                        measured("events of jobs", load, chats.asFollowed(), followers, signalbox));
            }
        }
        report(rows);
        return rows.stream().allMatch(row -> row.broken() == 0 && row.stalls() == 0) ? 0 : 1;
    }

    private Script script(int length) {
        return Script.builder().answer("word").tokens(length).tokensPerSecond(pace).build();
    }

    private Row measured(String what, StreamLoad load, Kind kind, int count, Signalbox signalbox)
            throws InterruptedException {
        List<Timeline> all = new ArrayList<>();
        long begun = System.nanoTime();
        Duration cpu = cpu(signalbox);
        for (int round = 0; round < rounds; round++) {
            System.err.printf("%s, round %d of %d%n", what, round + 1, rounds);
            all.addAll(run(load, kind, count, tokens));
        }
        double processors =
                (double) cpu(signalbox).minus(cpu).toNanos() / (System.nanoTime() - begun);
        long[] first = sorted(all, Timeline::toFirstNanos);
        long[] gaps = sorted(all, Timeline::gapsNanos);
        long limit = (1_000L / pace + STALL_MS) * 1_000_000;
        return new Row(
                what,
                all.size(),
                all.stream().filter(stream -> !stream.isComplete() || stream.pieces() == 0).count(),
                ms(first, 0.5),
                ms(first, 0.99),
                ms(first, 1),
                ms(gaps, 0.5),
                ms(gaps, 0.99),
                ms(gaps, 1),
                Arrays.stream(gaps).filter(gap -> gap > limit).count(),
                all.stream().mapToLong(stream -> tokens - stream.pieces()).sum(),
                processors);
    }

    private static Duration cpu(Signalbox signalbox) {
        return ProcessHandle.of(signalbox.process().pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    private List<Timeline> run(StreamLoad load, Kind kind, int count, int length)
            throws InterruptedException {
        long limitMs = spreadMs + length * 1_000L / pace + 60_000;
        return load.run(kind, count, spreadMs, limitMs);
    }

    private static long[] sorted(List<Timeline> timelines, Function<Timeline, LongStream> times) {
        return timelines.stream().flatMapToLong(times).sorted().toArray();
    }

    private static double ms(long[] sortedNanos, double share) {
        if (sortedNanos.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(share * sortedNanos.length) - 1;
        return sortedNanos[Math.max(0, index)] / 1e6;
    }

    private void report(List<Row> rows) {
        Table table =
                new Table(
                        "in ms",
                        "streams",
                        "broken",
                        "first p50",
                        "p99",
                        "max",
                        "gap p50",
                        "p99",
                        "max",
                        "stalls",
                        "joined",
                        "processors");
        rows.forEach(row ->
                table.row(
                        row.what(),
                        row.streams(),
                        row.broken(),
                        row.firstP50(),
                        row.firstP99(),
                        row.firstMax(),
                        row.gapP50(),
                        row.gapP99(),
                        row.gapMax(),
                        row.stalls(),
                        row.joined(),
                        row.processors()));
        System.out.println(table);
        System.out.println(
                "figures: " + ResultFile.write(workplace, "streams", Map.of("rows", rows)));
    }
}
