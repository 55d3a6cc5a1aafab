package io.signalbox.benchmarks.overhead;

import static io.signalbox.benchmarks.overhead.OverheadBenchmark.MANY;
import static io.signalbox.benchmarks.overhead.OverheadBenchmark.ONE;

import io.signalbox.benchmarks.load.Sample;
import io.signalbox.benchmarks.report.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the rounds gave, for people and for machines. */
final class OverheadReport {

    private final List<Contender> contenders;
    private final Contender suite;
    private final SignalboxAccount account;
    private final double idleMsPerSecond;
    private final double othersProcessors;
    private final int payloadBytes;

    OverheadReport(
            List<Contender> contenders,
            Contender suite,
            SignalboxAccount account,
            double idleMsPerSecond,
            double othersProcessors,
            int payloadBytes) {
        this.contenders = List.copyOf(contenders);
        this.suite = suite;
        this.account = account;
        this.idleMsPerSecond = idleMsPerSecond;
        this.othersProcessors = othersProcessors;
        this.payloadBytes = payloadBytes;
    }

    String text() {
        return latencies() + "\n" + warmUp() + "\n" + ratios() + "\n" + cpu() + "\n" + topics();
    }

    private String latencies() {
        Table table =
                new Table(
                        "latency in ms",
                        "1: p50",
                        "p95",
                        "p99",
                        "64: p50",
                        "p95",
                        "p99",
                        "64: per s",
                        "rounds min",
                        "max",
                        "generator CPU ms",
                        "failures");
        for (Contender contender : contenders) {
            Sample one = contender.all(ONE);
            Sample many = contender.all(MANY);
            table.row(
                    contender.name(),
                    one.percentileMs(0.50),
                    one.percentileMs(0.95),
                    one.percentileMs(0.99),
                    many.percentileMs(0.50),
                    many.percentileMs(0.95),
                    many.percentileMs(0.99),
                    many.throughput(),
                    slowestRound(contender),
                    fastestRound(contender),
                    contender.generatorMsPerAnswer(),
                    one.failures() + many.failures());
        }
        return table
                + "The generator's CPU is this JVM's, per answer; for b it includes b's clients, whose"
                + " records are %,d bytes.%n".formatted(payloadBytes)
                + "Others on this machine took %.2f of its %d processors meanwhile.%n"
                        .formatted(othersProcessors, Runtime.getRuntime().availableProcessors());
    }

    private static double slowestRound(Contender contender) {
        return contender.rounds(MANY).stream().mapToDouble(Sample::throughput).min().orElse(0);
    }

    private static double fastestRound(Contender contender) {
        return contender.rounds(MANY).stream().mapToDouble(Sample::throughput).max().orElse(0);
    }

    /** A JVM that has just started compiles; how long that shows is part of what it costs. */
    private String warmUp() {
        return "Signalbox at 64 from its start on, answers a second in steps of %d s: %s%n"
                .formatted(
                        Contender.WARM_UP_STEP.toSeconds(),
                        suite.warmUpPerSecond().stream()
                                .map("%.0f"::formatted)
                                .collect(Collectors.joining(" ")));
    }

    private double latencyRatio() {
        return suite.all(ONE).percentileMs(0.5)
                / named("b").map(floor -> floor.all(ONE).percentileMs(0.5)).orElse(Double.NaN);
    }

    private double throughputRatio() {
        return suite.all(MANY).throughput()
                / named("d").map(peer -> peer.all(MANY).throughput()).orElse(Double.NaN);
    }

    private Optional<Contender> named(String letter) {
        return contenders.stream().filter(one -> one.name().startsWith(letter)).findFirst();
    }

    private String ratios() {
        return new Table("ratio", "is", "aim")
                .row("p50 at 1, Signalbox / bare Kafka", latencyRatio(), "at most 3")
                .row("throughput at 64, Signalbox / Portkey", throughputRatio(), "at least 1")
                .toString();
    }

    private String cpu() {
        CpuMeter.Use one = account.cpu(ONE);
        CpuMeter.Use many = account.cpu(MANY);
        int jobsOne = suite.all(ONE).answers();
        int jobsMany = suite.all(MANY).answers();
        Table table =
                new Table("Signalbox's CPU in ms a job", "1", "64")
                        .row("JVM", one.jvmMs() / jobsOne, many.jvmMs() / jobsMany);
        for (CpuOwner group : CpuOwner.values()) {
            table.row(
                    "  " + group.label(),
                    one.groups().getOrDefault(group, 0.0) / jobsOne,
                    many.groups().getOrDefault(group, 0.0) / jobsMany);
        }
        return table.row("Postgres", one.postgresMs() / jobsOne, many.postgresMs() / jobsMany)
                + "Idle, all of it uses %.0f ms of CPU a second.%n".formatted(idleMsPerSecond);
    }

    private String topics() {
        int jobs = suite.all(MANY).answers();
        Table table = new Table("Kafka a job, at 64", "records", "bytes");
        TopicUse.Amount sum = TopicUse.Amount.NONE;
        for (var entry : account.topics(MANY).entrySet()) {
            TopicUse.Amount amount = entry.getValue();
            sum = sum.plus(amount);
            if (amount.records() > 0) {
                table.row(
                        entry.getKey(),
                        (double) amount.records() / jobs,
                        (double) amount.bytes() / jobs);
            }
        }
        return table.row("all", (double) sum.records() / jobs, (double) sum.bytes() / jobs)
                .toString();
    }

    Map<String, Object> figures() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("p50_at_1_to_bare_kafka", latencyRatio());
        all.put("throughput_at_64_to_portkey", throughputRatio());
        all.put("bare_record_bytes", payloadBytes);
        all.put("processors_taken_by_others", othersProcessors);
        all.put("idle_cpu_ms_per_second", idleMsPerSecond);
        for (Contender contender : contenders) {
            all.put(
                    contender.name(),
                    Map.of(
                            "at_1", figures(contender.all(ONE)),
                            "at_64", figures(contender.all(MANY)),
                            "throughput_at_64_by_round",
                                    contender.rounds(MANY).stream()
                                            .map(Sample::throughput)
                                            .toList(),
                            "warm_up_per_second", contender.warmUpPerSecond(),
                            "generator_cpu_ms_per_answer", contender.generatorMsPerAnswer()));
        }
        for (int concurrency : new int[] {ONE, MANY}) {
            all.put(
                    "signalbox_at_" + concurrency,
                    Map.of(
                            "jobs", suite.all(concurrency).answers(),
                            "cpu", account.cpu(concurrency),
                            "kafka", account.topics(concurrency)));
        }
        return all;
    }

    private static Map<String, Object> figures(Sample sample) {
        return Map.of(
                "answers", sample.answers(),
                "failures", sample.failures(),
                "p50_ms", sample.percentileMs(0.50),
                "p95_ms", sample.percentileMs(0.95),
                "p99_ms", sample.percentileMs(0.99),
                "per_second", sample.throughput());
    }
}
