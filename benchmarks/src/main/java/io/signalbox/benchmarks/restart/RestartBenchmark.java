package io.signalbox.benchmarks.restart;

import io.signalbox.benchmarks.load.ClosedLoop;
import io.signalbox.benchmarks.load.HttpLoad;
import io.signalbox.benchmarks.load.RoundTrip;
import io.signalbox.benchmarks.load.Sample;
import io.signalbox.benchmarks.process.Memory;
import io.signalbox.benchmarks.process.Signalbox;
import io.signalbox.benchmarks.process.Workplace;
import io.signalbox.benchmarks.report.ResultFile;
import io.signalbox.benchmarks.report.Table;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long a start takes, with fresh and with kept data, and how much memory is held. */
@Command(
        name = "restart",
        description =
                "Seconds from start to ready and to the first answer, and resident memory idle and"
                        + " after many jobs.",
        sortOptions = false)
public final class RestartBenchmark implements Callable<Integer> {

    private static final int CONCURRENCY = 64;
    private static final Duration JOBS_LIMIT = Duration.ofMinutes(2);
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final String PROVIDER = "upstream";
    private static final String BODY =
            "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]}"
                    .formatted(Signalbox.MODEL);

    @Option(
            names = "--jobs",
            defaultValue = "10000",
            description = "between the two looks at memory (default: ${DEFAULT-VALUE})")
    int jobs;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "starts of each kind (default: ${DEFAULT-VALUE})")
    int rounds;

    @Option(names = "--help", usageHelp = true, description = "shows this")
    boolean help;

    private final Workplace workplace = Workplace.here();
    private final List<Start> starts = new ArrayList<>();
    private final Table memory =
            new Table("resident memory in MiB", "JVM", "Postgres, sum", "Postgres, shared once");
    private final Map<String, Object> figures = new LinkedHashMap<>();

    /** picocli makes it. */
    public RestartBenchmark() {}

    /** One start of the process and its end, in seconds; the first answer counts from the start. */
    record Start(String data, double readySeconds, double firstAnswerSeconds, double stopSeconds) {}

    @Override
    public Integer call() throws InterruptedException {
        try (ProviderSimulator upstream = ProviderSimulator.start()) {
            upstream.provider(PROVIDER);
            String baseUrl = upstream.baseUrl(PROVIDER);
            for (int round = 0; round < rounds; round++) {
                Path data = workplace.emptied("restart-data");
                start("fresh", data, baseUrl, round == 0);
                start("kept", data, baseUrl, false);
            }
        }
        report();
        return 0;
    }

    private void start(String kind, Path data, String baseUrl, boolean withJobs)
            throws InterruptedException {
        System.err.println("starting: data " + kind);
        double ready;
        double firstAnswer;
        long stopping;
        try (Signalbox signalbox = Signalbox.start(workplace, data, baseUrl, CONCURRENCY);
                HttpLoad http = new HttpLoad()) {
            RoundTrip chat =
                    http.post(signalbox.port(), "/v1/chat/completions", Map.of(), BODY, 200);
            Sample first = ClosedLoop.run(chat, 1, Duration.ofSeconds(30), 1);
            ready = signalbox.toReady().toMillis() / 1000.0;
            firstAnswer = ready + first.percentileMs(1) / 1000;
            if (withJobs) {
                work(signalbox, chat);
            }
            stopping = System.nanoTime();
        }
        double stop = (System.nanoTime() - stopping) / 1e9;
        starts.add(new Start(kind, ready, firstAnswer, stop));
    }

    private void work(Signalbox signalbox, RoundTrip chat) throws InterruptedException {
        look("idle", signalbox);
        Sample sample = ClosedLoop.run(chat, CONCURRENCY, JOBS_LIMIT, jobs);
        look("after %,d jobs".formatted(sample.answers()), signalbox);
    }

    private void look(String when, Signalbox signalbox) throws InterruptedException {
        LockSupport.parkNanos(IDLE.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Memory now = Memory.of(signalbox.process());
        memory.row(when, now.jvmMib(), now.postgresMib(), now.postgresSharedOnceMib());
        figures.put("memory_mib_" + when.replaceAll("[ ,]", "_"), now);
    }

    private void report() {
        Table table = new Table("start, in s", "to ready", "to first answer", "stop");
        starts.forEach(start ->
                table.row(
                        "data " + start.data(),
                        start.readySeconds(),
                        start.firstAnswerSeconds(),
                        start.stopSeconds()));
        figures.put("starts", starts);
        System.out.println(table);
        System.out.println(memory);
        System.out.println("figures: " + ResultFile.write(workplace, "restart", figures));
    }
}
