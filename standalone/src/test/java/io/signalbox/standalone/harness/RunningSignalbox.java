package io.signalbox.standalone.harness;

import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A ready Signalbox over simulated providers, which the tests script. */
public final class RunningSignalbox implements AutoCloseable {

    private static final Duration AGENTS_THERE = Duration.ofSeconds(60);

    private final ProviderSimulator simulator;
    private final SimulatedSearxng searxng;
    private final StandaloneProcess process;
    private final Path catalog;
    private final HttpCaller http;

    private RunningSignalbox(
            ProviderSimulator simulator,
            SimulatedSearxng searxng,
            StandaloneProcess process,
            Path catalog) {
        this.simulator = simulator;
        this.searxng = searxng;
        this.process = process;
        this.catalog = catalog;
        this.http = new HttpCaller(process.apiUrl());
    }

    /** Starts on empty data in the directory; it stays there afterwards, with the log. */
    static RunningSignalbox start(Path directory) {
        TestDirectory.emptied(directory);
        ProviderSimulator simulator = ProviderSimulator.start();
        SimulatedSearxng searxng = SimulatedSearxng.start();
        try {
            Path catalog = TestCatalog.writeWithFaults(directory, simulator);
            RunningSignalbox started =
                    new RunningSignalbox(
                            simulator,
                            searxng,
                            StandaloneProcess.ready(
                                    directory.resolve("data"), catalog, settings(searxng)),
                            catalog);
            TestAgents.ALL.forEach(started::awaitAgent);
            return started;
        } catch (RuntimeException e) {
            simulator.close();
            searxng.close();
            throw e;
        }
    }

    /**
     * Intervals that tests wait for are shorter than by default; what a busy machine may miss is
     * longer.
     */
    private static Map<String, String> settings(SimulatedSearxng searxng) {
        return Map.of(
                "SIGNALBOX_API_WORKER_SEARCH_SEARXNG_URL",
                searxng.url(),
                "SIGNALBOX_API_WORKER_PROBE_TIMEOUT",
                "5s",
                "SIGNALBOX_METRICS_INSIGHT_INTERVAL",
                "1s",
                "SIGNALBOX_GATEWAY_STORE_EXPIRY_GRACE",
                "2s",
                "SIGNALBOX_CLI_WORKER_HEARTBEAT",
                "3s",
                "MP_MESSAGING_INCOMING_GATEWAY_JOBS_METADATA_MAX_AGE_MS",
                "1000");
    }

    /** Until the router has heard of it: its topic is made after the process is ready. */
    private void awaitAgent(String name) {
        String task = Requests.task("agent/" + name, "finish").toString();
        Eventually.get(
                AGENTS_THERE,
                () -> http.post("/route", task).json(),
                plan -> !plan.path("candidates").isEmpty());
    }

    public HttpCaller http() {
        return http;
    }

    public StandaloneProcess process() {
        return process;
    }

    /** The catalog's file; who edits it puts it back. */
    public Path catalog() {
        return catalog;
    }

    /** A directory, where jobs may have their repositories; everyone makes their own. */
    public Path workspaces() {
        return TestAgents.workspaces(catalog.toAbsolutePath().resolveSibling("."));
    }

    /** The search engine of its workers; asked only while the catalog is not offline. */
    public SimulatedSearxng searxng() {
        return searxng;
    }

    /** Sets how a provider behaves from now on and forgets what it has seen. */
    public SimulatedProvider script(String provider, Script script) {
        SimulatedProvider scripted = simulator.script(provider, script);
        scripted.reset();
        return scripted;
    }

    @Override
    public void close() {
        try {
            process.terminate();
            process.awaitExit();
        } finally {
            process.close();
            simulator.close();
            searxng.close();
        }
    }
}
