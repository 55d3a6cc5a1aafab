package io.signalbox.benchmarks.kill;

import io.signalbox.benchmarks.process.Signalbox;
import io.signalbox.benchmarks.process.Workplace;
import io.signalbox.benchmarks.report.ResultFile;
import io.signalbox.benchmarks.report.Table;
import io.signalbox.testsupport.simulator.ProviderCounts;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Jobs, a SIGKILL in their middle, a start on the same data: what was repeated, what was lost. */
@Command(
        name = "kill",
        description = {
            "Submits jobs, kills Signalbox when half of their calls have been made, starts it again",
            "on the same data. Exit code 1 if a job is lost or calls are repeated beyond those in",
            "flight at the kill."
        },
        sortOptions = false)
public final class KillBenchmark implements Callable<Integer> {

    private static final String PROVIDER = "upstream";
    private static final String JOB =
            """
            {"input":{"messages":[{"role":"user","content":"Say hello."}]},\
            "routing":{"model":"%s"},"limits":{"timeout":"300s"}}\
            """
                    .formatted(Signalbox.MODEL);
    private static final Duration HALF_LIMIT = Duration.ofMinutes(1);
    private static final Duration END_LIMIT = Duration.ofMinutes(2);
    private static final Duration QUIET = Duration.ofSeconds(5);

    @Option(names = "--jobs", defaultValue = "1000", description = "default: ${DEFAULT-VALUE}")
    int jobs;

    @Option(names = "--rounds", defaultValue = "1", description = "default: ${DEFAULT-VALUE}")
    int rounds;

    @Option(
            names = "--concurrency",
            defaultValue = "32",
            description = "calls to the provider at once (default: ${DEFAULT-VALUE})")
    int concurrency;

    @Option(
            names = "--latency",
            defaultValue = "100",
            description = "of the provider, in ms (default: ${DEFAULT-VALUE})")
    int latencyMs;

    @Option(names = "--help", usageHelp = true, description = "shows this")
    boolean help;

    private final Workplace workplace = Workplace.here();

    /** picocli makes it. */
    public KillBenchmark() {}

    /**
     * What one kill did.
     *
     * @param accepted jobs answered with 202
     * @param ended those with an end on the results topic
     * @param succeeded those that the API calls succeeded
     * @param hiddenEnds second ends, hidden by the rule that the first stands
     * @param inFlight attempts that had called the provider and had no result when killed
     * @param cut calls that the provider saw cut off
     * @param repeatedCalls calls beyond the first of an attempt
     * @param secondsToReady of the start after the kill
     */
    record Round(
            int accepted,
            int ended,
            long succeeded,
            int hiddenEnds,
            long inFlight,
            long cut,
            long repeatedCalls,
            double secondsToReady) {

        boolean holds() {
            return ended == accepted && succeeded == accepted && repeatedCalls <= inFlight;
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Round> done = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            System.err.printf("round %d of %d%n", round + 1, rounds);
            done.add(round());
        }
        Table table =
                new Table(
                        "round",
                        "accepted",
                        "ended",
                        "succeeded",
                        "hidden ends",
                        "in flight",
                        "cut",
                        "repeated calls",
                        "s to ready",
                        "holds");
        done.forEach(round ->
                table.row(
                        done.indexOf(round) + 1,
                        round.accepted(),
                        round.ended(),
                        round.succeeded(),
                        round.hiddenEnds(),
                        round.inFlight(),
                        round.cut(),
                        round.repeatedCalls(),
                        round.secondsToReady(),
                        round.holds()));
        System.out.println(table);
        System.out.println(
                "figures: " + ResultFile.write(workplace, "kill", Map.of("rounds", done)));
        return done.stream().allMatch(Round::holds) ? 0 : 1;
    }

    private Round round() throws InterruptedException {
        Path data = workplace.emptied("kill-data");
        try (ProviderSimulator simulator = ProviderSimulator.start()) {
            SimulatedProvider provider =
                    simulator.script(
                            PROVIDER,
                            Script.builder().latency(Duration.ofMillis(latencyMs)).build());
            String baseUrl = simulator.baseUrl(PROVIDER);
            List<String> accepted;
            long killedAtMs;
            long called;
            try (Signalbox first = Signalbox.start(workplace, data, baseUrl, concurrency);
                    JobApi api = new JobApi(first.port())) {
                accepted = api.submit(JOB, jobs);
                if (!provider.await(counts -> counts.attempts() >= jobs / 2, HALF_LIMIT)) {
                    throw new IllegalStateException("half of the calls did not come");
                }
                first.process().crash();
                killedAtMs = System.currentTimeMillis();
                called = provider.counts().attempts();
            }
            try (Signalbox second = Signalbox.start(workplace, data, baseUrl, concurrency);
                    JobApi api = new JobApi(second.port())) {
                Ends ends = Ends.read(second.brokers(), new HashSet<>(accepted), END_LIMIT, QUIET);
                long succeeded =
                        api.statuses(accepted).stream().filter("succeeded"::equals).count();
                ProviderCounts counts = provider.counts();
                return new Round(
                        accepted.size(),
                        ends.jobs(),
                        succeeded,
                        ends.hidden(),
                        called - ends.writtenBy(killedAtMs),
                        counts.aborted(),
                        counts.repeatedAttempts().values().stream()
                                .mapToLong(calls -> calls - 1)
                                .sum(),
                        second.toReady().toMillis() / 1000.0);
            }
        }
    }
}
