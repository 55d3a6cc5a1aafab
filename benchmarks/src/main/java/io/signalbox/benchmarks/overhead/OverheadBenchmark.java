package io.signalbox.benchmarks.overhead;

import io.signalbox.benchmarks.load.HttpLoad;
import io.signalbox.benchmarks.process.ChildProcess;
import io.signalbox.benchmarks.process.FlightRecorder;
import io.signalbox.benchmarks.process.Others;
import io.signalbox.benchmarks.process.Signalbox;
import io.signalbox.benchmarks.process.Workplace;
import io.signalbox.benchmarks.report.ResultFile;
import io.signalbox.testsupport.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What Signalbox adds to a call, beside bare Kafka and the Portkey gateway, in one run. */
@Command(
        name = "overhead",
        description = {
            "Latency and throughput of the upstream alone, a bare three-hop Kafka round trip,",
            "Signalbox and the Portkey gateway, in interleaved rounds; CPU and Kafka bytes a job."
        },
        sortOptions = false)
public final class OverheadBenchmark implements Callable<Integer> {

    static final int ONE = 1;
    static final int MANY = 64;

    private static final String PROMPT =
            "Say in one sentence what this program does. ".repeat(10).strip();
    private static final Duration UPSTREAM_START_LIMIT = Duration.ofSeconds(20);
    private static final int UPSTREAM_CONCURRENCY = 512;
    private static final String PATH = "/v1/chat/completions";
    private static final Duration SHORT_WARM_UP = Duration.ofSeconds(8);
    private static final Duration PEER_WARM_UP = Duration.ofSeconds(20);
    private static final Duration IDLE = Duration.ofSeconds(4);
    private static final Duration PROFILE_TIME = Duration.ofSeconds(15);

    @Option(names = "--rounds", defaultValue = "4", description = "default: ${DEFAULT-VALUE}")
    int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "3",
            description = "of each phase of a round (default: ${DEFAULT-VALUE})")
    int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "80",
            description = "most seconds until Signalbox is warm (default: ${DEFAULT-VALUE})")
    int warmUpSeconds;

    @Option(
            names = "--only",
            defaultValue = "abcd",
            description = "letters of the columns to measure; c is always in")
    String only = "";

    @Option(
            names = "--profile",
            description = "one more phase of Signalbox at " + MANY + ", sampled by CPU time")
    boolean profile;

    @Option(names = "--help", usageHelp = true, description = "shows this")
    boolean help;

    /** picocli makes it. */
    public OverheadBenchmark() {}

    @Override
    public Integer call() throws InterruptedException, IOException {
        Workplace workplace = Workplace.here();
        Path data = workplace.emptied("overhead-data");
        Optional<Portkey> portkey =
                only.contains("d") ? Portkey.start(workplace) : Optional.empty();
        try (ChildProcess upstream = startUpstream(workplace)) {
            int upstreamPort = port(upstream);
            try (Signalbox signalbox =
                            Signalbox.start(
                                    workplace, data, baseUrl(upstreamPort), UPSTREAM_CONCURRENCY);
                    SignalboxAccount account = new SignalboxAccount(signalbox);
                    HttpLoad http = new HttpLoad()) {
                compare(workplace, http, upstream, signalbox, account, portkey);
            }
        } finally {
            portkey.ifPresent(Portkey::close);
        }
        return 0;
    }

    private static ChildProcess startUpstream(Workplace workplace) {
        return ChildProcess.start(
                new ProcessBuilder(workplace.smallJava(StaticUpstream.class)),
                workplace.target().resolve("logs/upstream.log"),
                line -> line.startsWith(StaticUpstream.READY));
    }

    private static int port(ChildProcess upstream) throws InterruptedException {
        return Integer.parseInt(
                upstream.awaitReady(UPSTREAM_START_LIMIT).substring(StaticUpstream.READY.length()));
    }

    private static String baseUrl(int port) {
        return "http://" + Ports.LOOPBACK + ":" + port + "/v1";
    }

    private static String body(String model) {
        return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted(model, PROMPT);
    }

    private void compare(
            Workplace workplace,
            HttpLoad http,
            ChildProcess upstream,
            Signalbox signalbox,
            SignalboxAccount account,
            Optional<Portkey> portkey)
            throws InterruptedException, IOException {
        int upstreamPort = port(upstream);
        Contender suite =
                new Contender(
                        "c Signalbox",
                        http.post(signalbox.port(), PATH, Map.of(), body(Signalbox.MODEL), 200),
                        account);
        warmUp(suite, Duration.ofSeconds(warmUpSeconds));
        int payload = account.meanRecordBytes();
        try (BareKafka bare = BareKafka.start(signalbox.brokers(), payload)) {
            List<Contender> contenders = new ArrayList<>();
            if (only.contains("a")) {
                contenders.add(direct(http, upstreamPort));
            }
            if (only.contains("b")) {
                contenders.add(new Contender("b bare Kafka, 3 hops", bare, bare));
            }
            for (Contender cheap : contenders) {
                warmUp(cheap, SHORT_WARM_UP);
            }
            contenders.add(suite);
            if (portkey.isPresent()) {
                Contender peer = peer(http, upstreamPort, portkey.get());
                warmUp(peer, PEER_WARM_UP);
                contenders.add(peer);
            }
            account.reset();
            List<ChildProcess> ours = new ArrayList<>(List.of(upstream, signalbox.process()));
            portkey.ifPresent(gateway -> ours.add(gateway.process()));
            Others others = new Others(ours);
            runRounds(contenders);
            double othersProcessors = others.processors();
            OverheadReport report =
                    new OverheadReport(
                            contenders,
                            suite,
                            account,
                            account.idleMsPerSecond(IDLE),
                            othersProcessors,
                            payload);
            System.out.println(report.text());
            System.out.println(
                    "figures: " + ResultFile.write(workplace, "overhead", report.figures()));
        }
        if (profile) {
            profile(workplace, signalbox, suite);
        }
    }

    private static Contender direct(HttpLoad http, int upstreamPort) {
        return new Contender(
                "a upstream alone",
                http.post(upstreamPort, PATH, Map.of(), body("static"), 200),
                Contender.Around.NOTHING);
    }

    private static Contender peer(HttpLoad http, int upstreamPort, Portkey portkey) {
        return new Contender(
                "d Portkey " + Portkey.VERSION,
                http.post(
                        portkey.port(),
                        PATH,
                        Portkey.headers(baseUrl(upstreamPort)),
                        body("static"),
                        200),
                Contender.Around.NOTHING);
    }

    private static void warmUp(Contender contender, Duration limit) throws InterruptedException {
        System.err.println("warming up: " + contender.name());
        contender.warmUp(limit);
    }

    /** Each round begins with another one, so that nobody always has the same neighbour. */
    private void runRounds(List<Contender> contenders) throws InterruptedException {
        for (int round = 0; round < rounds; round++) {
            System.err.printf("round %d of %d%n", round + 1, rounds);
            List<Contender> order = new ArrayList<>(contenders);
            Collections.rotate(order, -round);
            for (Contender contender : order) {
                contender.measure(ONE, Duration.ofSeconds(seconds));
                contender.measure(MANY, Duration.ofSeconds(seconds));
            }
        }
    }

    private void profile(Workplace workplace, Signalbox signalbox, Contender suite)
            throws InterruptedException, IOException {
        Path settings = workplace.target().resolve("profile.jfc");
        Files.writeString(settings, CpuProfile.SETTINGS);
        Path recording = workplace.target().resolve("profile.jfr");
        FlightRecorder recorder = FlightRecorder.start(signalbox.process().pid(), settings);
        suite.measure(MANY, PROFILE_TIME);
        recorder.stop(recording);
        System.out.println(CpuProfile.read(recording).table());
        System.out.println("recording: " + recording);
    }
}
