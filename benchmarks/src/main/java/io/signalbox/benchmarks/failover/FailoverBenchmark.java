package io.signalbox.benchmarks.failover;

import io.signalbox.benchmarks.load.HttpLoad;
import io.signalbox.benchmarks.load.RoundTrip;
import io.signalbox.benchmarks.load.Sample;
import io.signalbox.benchmarks.process.Others;
import io.signalbox.benchmarks.process.Signalbox;
import io.signalbox.benchmarks.process.Workplace;
import io.signalbox.benchmarks.report.ResultFile;
import io.signalbox.benchmarks.report.Table;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The first candidate fails, the second answers: how much later than without the failure. */
@Command(
        name = "failover",
        description = {
            "Lets the first of two providers fail and measures the time until the second is asked.",
            "Exit code 1 if the slowest hundredth takes more than 50 ms with one request in flight or",
            "at a quarter of the rate that the machine carries, or if an answer is missing."
        },
        sortOptions = false)
public final class FailoverBenchmark implements Callable<Integer> {

    private static final Load ALONE = new Load.InFlight(1, true);

    /** All that the machine carries: what it shows then is how long its queues are. */
    private static final Load FULL = new Load.InFlight(16, false);

    private static final double PART_OF_FULL = 0.25;

    /** Fewer than the simulator remembers. */
    private static final int ROUND = SimulatedProvider.KEPT / 2;

    private static final String CATALOG =
            """
            version: 1
            offline: true
            providers:
              first:
                dialect: openai
                base_url: @first@
                enabled: true
                local: true
                default_model: static
                models: [static]
                limits: {concurrency: 64}
                breaker: {minimum: 10000, window: 10000}
              second:
                dialect: openai
                base_url: @second@
                enabled: true
                local: true
                default_model: static
                models: [static]
                limits: {concurrency: 64}
            aliases: {both: [first/static, second/static]}
            """;
    private static final String CHAT =
            "{\"model\":\"both\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]}";

    @Option(
            names = "--requests",
            defaultValue = "1000",
            description = "of each phase (default: ${DEFAULT-VALUE})")
    int requests;

    @Option(
            names = "--warm-up",
            defaultValue = "3000",
            description = "requests before each measured fault (default: ${DEFAULT-VALUE})")
    int warmUp;

    @Option(names = "--help", usageHelp = true, description = "shows this")
    boolean help;

    private final Workplace workplace = Workplace.here();

    /** picocli makes it. */
    public FailoverBenchmark() {}

    @Override
    public Integer call() throws InterruptedException {
        List<Phase> phases = measure();
        Table table =
                new Table(
                        "first provider",
                        "load",
                        "answers",
                        "failover p50 ms",
                        "p99",
                        "max",
                        "caller p50 ms",
                        "p99",
                        "p50 : without failure",
                        "others took");
        List<Map<String, Object>> figures = new ArrayList<>();
        for (Phase phase : phases) {
            double ratio = phase.caller().percentileMs(0.5) / healthy(phases, phase);
            table.row(
                    phase.failing().words(),
                    phase.load().words(),
                    phase.caller().answers(),
                    phase.gaps().percentileMs(0.5),
                    phase.gaps().percentileMs(0.99),
                    phase.gaps().percentileMs(1),
                    phase.caller().percentileMs(0.5),
                    phase.caller().percentileMs(0.99),
                    ratio,
                    phase.others());
            figures.add(
                    Map.of(
                            "first_provider", phase.failing().words(),
                            "load", phase.load().words(),
                            "answers", phase.caller().answers(),
                            "failover_p50_ms", phase.gaps().percentileMs(0.5),
                            "failover_p99_ms", phase.gaps().percentileMs(0.99),
                            "failover_max_ms", phase.gaps().percentileMs(1),
                            "caller_p50_ms", phase.caller().percentileMs(0.5),
                            "caller_p99_ms", phase.caller().percentileMs(0.99),
                            "caller_p50_ratio", ratio,
                            "others_processors", phase.others()));
        }
        System.out.println(table);
        System.out.println(
                "figures: " + ResultFile.write(workplace, "failover", Map.of("phases", figures)));
        return phases.stream().allMatch(phase -> phase.holds(requests)) ? 0 : 1;
    }

    private static double healthy(List<Phase> phases, Phase of) {
        return healthy(phases, of.load()).percentileMs(0.5);
    }

    /** Requests a second. */
    private static double carried(List<Phase> phases) {
        return healthy(phases, FULL).throughput();
    }

    private static Sample healthy(List<Phase> phases, Load load) {
        return phases.stream()
                .filter(phase -> phase.failing() == Failing.NOT && phase.load().equals(load))
                .findFirst()
                .orElseThrow()
                .caller();
    }

    private List<Phase> measure() throws InterruptedException {
        try (ProviderSimulator simulator = ProviderSimulator.start();
                HttpLoad load = new HttpLoad()) {
            SimulatedProvider first = simulator.script("first", Script.DEFAULT);
            SimulatedProvider second = simulator.script("second", Script.DEFAULT);
            String catalog =
                    CATALOG.replace("@first@", simulator.baseUrl("first"))
                            .replace("@second@", simulator.baseUrl("second"));
            List<Phase> phases = new ArrayList<>();
            try (Signalbox signalbox =
                    Signalbox.start(workplace, workplace.emptied("failover-data"), catalog)) {
                RoundTrip chat =
                        load.post(signalbox.port(), "/v1/chat/completions", Map.of(), CHAT, 200);
                for (Failing failing : Failing.values()) {
                    System.err.println("first provider: " + failing.words());
                    first.play(failing.script());
                    FULL.run(chat, warmUp);
                    phases.add(phase(failing, ALONE, chat, first, second, signalbox));
                    phases.add(phase(failing, FULL, chat, first, second, signalbox));
                    Load part = new Load.Rate(carried(phases) * PART_OF_FULL);
                    phases.add(phase(failing, part, chat, first, second, signalbox));
                }
            }
            return phases;
        }
    }

    private Phase phase(
            Failing failing,
            Load load,
            RoundTrip chat,
            SimulatedProvider first,
            SimulatedProvider second,
            Signalbox signalbox)
            throws InterruptedException {
        Others others = new Others(List.of(signalbox.process()));
        List<Sample> rounds = new ArrayList<>();
        LongStream gaps = LongStream.empty();
        for (int sent = 0; sent < requests; sent += ROUND) {
            first.reset();
            second.reset();
            rounds.add(load.run(chat, ROUND));
            gaps = LongStream.concat(gaps, Gaps.nanos(first, second));
        }
        return new Phase(
                failing, load, Sample.joined(rounds), Sample.of(gaps), others.processors());
    }
}
