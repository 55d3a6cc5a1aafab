package io.signalbox.benchmarks.detection;

import io.signalbox.benchmarks.process.Signalbox;
import io.signalbox.benchmarks.process.Workplace;
import io.signalbox.benchmarks.report.ResultFile;
import io.signalbox.benchmarks.report.Table;
import io.signalbox.testsupport.Ports;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long it takes to know which local servers are there. */
@Command(
        name = "detection",
        description = {
            "Looks for four local servers that are there, that are not, and half of each.",
            "Exit code 1 if a look at all of them takes more than 100 ms once the process is warm."
        },
        sortOptions = false)
public final class DetectionBenchmark implements Callable<Integer> {

    private static final double MOST_MS = 100;
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final List<String> SERVERS = List.of("ollama", "vllm", "lm_studio", "localai");

    private static final Pattern COUNT =
            Pattern.compile("(?m)^signalbox_api_worker_detection_seconds_count\\S* (\\S+)$");
    private static final Pattern SUM =
            Pattern.compile("(?m)^signalbox_api_worker_detection_seconds_sum\\S* (\\S+)$");

    @Option(
            names = "--looks",
            defaultValue = "100",
            description = "at each set of servers (default: ${DEFAULT-VALUE})")
    int looks;

    @Option(names = "--help", usageHelp = true, description = "shows this")
    boolean help;

    private final Workplace workplace = Workplace.here();
    private final HttpClient http = HttpClient.newHttpClient();

    /** picocli makes it. */
    public DetectionBenchmark() {}

    /**
     * @param first the look at start, in a process that has just begun
     * @param warm the looks after it, sorted
     */
    private record Phase(int there, double first, List<Double> warm) {

        double percentileMs(double share) {
            return warm.get((int) Math.ceil(share * warm.size()) - 1);
        }
    }

    /** What the timer has counted. */
    private record Timer(long count, double sumMs) {}

    @Override
    public Integer call() throws InterruptedException {
        List<Phase> phases = new ArrayList<>();
        try (ProviderSimulator simulator = ProviderSimulator.start()) {
            for (int there : List.of(0, 2, 4)) {
                phases.add(measure(simulator, there));
            }
        }
        Table table = new Table("servers there", "looks", "first look ms", "p50 ms", "p99", "max");
        List<Map<String, Object>> figures = new ArrayList<>();
        for (Phase phase : phases) {
            String of = phase.there() + " of " + SERVERS.size();
            table.row(
                    of,
                    phase.warm().size(),
                    phase.first(),
                    phase.percentileMs(0.5),
                    phase.percentileMs(0.99),
                    phase.percentileMs(1));
            figures.add(
                    Map.of(
                            "servers_there", phase.there(),
                            "looks", phase.warm().size(),
                            "first_ms", phase.first(),
                            "p50_ms", phase.percentileMs(0.5),
                            "p99_ms", phase.percentileMs(0.99),
                            "max_ms", phase.percentileMs(1)));
        }
        System.out.println(table);
        System.out.println(
                "figures: " + ResultFile.write(workplace, "detection", Map.of("phases", figures)));
        return phases.stream().allMatch(it -> it.percentileMs(0.99) <= MOST_MS) ? 0 : 1;
    }

    private Phase measure(ProviderSimulator simulator, int there) throws InterruptedException {
        System.err.println("starting: " + there + " servers");
        try (Signalbox signalbox =
                Signalbox.start(
                        workplace,
                        workplace.emptied("detection-data"),
                        catalog(simulator, there))) {
            Timer before = timer(signalbox);
            double first = before.sumMs() / Math.max(1, before.count());
            List<Double> warm = new ArrayList<>();
            for (int look = 0; look < looks; look++) {
                Timer after = look(signalbox, before);
                warm.add((after.sumMs() - before.sumMs()) / (after.count() - before.count()));
                before = after;
            }
            Collections.sort(warm);
            return new Phase(there, first, warm);
        }
    }

    /** The ones that are not there have a port at which nobody listens. */
    private static String catalog(ProviderSimulator simulator, int there) {
        StringBuilder yaml = new StringBuilder("version: 1\noffline: true\nproviders:\n");
        for (int i = 0; i < SERVERS.size(); i++) {
            String name = SERVERS.get(i);
            boolean ollama = name.equals("ollama");
            String url = "http://" + Ports.LOOPBACK + ":" + Ports.free() + (ollama ? "" : "/v1");
            if (i < there) {
                simulator.script(name, Script.builder().models("one", "two").build());
                url = ollama ? simulator.serverUrl(name) : simulator.baseUrl(name);
            }
            yaml.append("  %s: {base_url: \"%s\"}\n".formatted(name, url));
        }
        return yaml.toString();
    }

    private Timer look(Signalbox signalbox, Timer before) throws InterruptedException {
        send(
                HttpRequest.newBuilder(uri(signalbox, "/v1/providers/ollama/models/refresh"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                202);
        long deadline = System.nanoTime() + LOOK_LIMIT.toNanos();
        Timer after = timer(signalbox);
        while (after.count() == before.count()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no look within " + LOOK_LIMIT);
            }
            LockSupport.parkNanos(POLL.toNanos());
            after = timer(signalbox);
        }
        return after;
    }

    private Timer timer(Signalbox signalbox) throws InterruptedException {
        String metrics = send(HttpRequest.newBuilder(uri(signalbox, "/q/metrics")).build(), 200);
        return new Timer((long) number(COUNT, metrics), number(SUM, metrics) * 1_000);
    }

    private static double number(Pattern line, String metrics) {
        Matcher matcher = line.matcher(metrics);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    private static URI uri(Signalbox signalbox, String path) {
        return URI.create("http://" + Ports.LOOPBACK + ":" + signalbox.port() + path);
    }

    private String send(HttpRequest request, int status) throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != status) {
                throw new IllegalStateException(
                        request.uri() + " answers " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException("no answer from " + request.uri(), e);
        }
    }
}
