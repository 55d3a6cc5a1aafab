package io.signalbox.standalone.cluster;

import io.signalbox.standalone.harness.TestCatalog;
import io.signalbox.testsupport.kafka.BrokerSettings;
import io.signalbox.testsupport.kafka.EmbeddedBroker;
import io.signalbox.testsupport.postgres.EmbeddedPg;
import io.signalbox.testsupport.postgres.PgSettings;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * A broker, a database and simulated providers in this JVM, and services around them as processes.
 * Nobody makes the topics but the services.
 */
final class Cluster implements AutoCloseable {

    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final Path directory;
    private final EmbeddedBroker broker;
    private final ProviderSimulator simulator;
    private final Map<String, String> settings = new HashMap<>();

    /**
     * @param directory exists and is empty; holds the data, the catalog and each process's log
     */
    Cluster(Path directory) {
        this.directory = directory;
        try {
            this.simulator = ProviderSimulator.start();
            toClose.push(simulator);
            this.broker = EmbeddedBroker.start(BrokerSettings.in(directory.resolve("kafka")));
            toClose.push(broker);
            EmbeddedPg postgres = EmbeddedPg.start(PgSettings.fastIn(directory.resolve("pg")));
            toClose.push(postgres);
            settings.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
            settings.put("SIGNALBOX_TOPICS_CREATE", "true");
            // A stopped worker's calls are held for as long as its successor needs.
            settings.put("SIGNALBOX_API_WORKER_DRAIN", "120s");
            settings.put("SIGNALBOX_CATALOG", TestCatalog.write(directory, simulator).toString());
            for (String service : new String[] {"GATEWAY", "METRICS"}) {
                String database = "SIGNALBOX_" + service + "_DATABASE_";
                settings.put(database + "URL", postgres.reactiveUrl());
                settings.put(database + "USER", postgres.user());
                settings.put(database + "PASSWORD", postgres.password());
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts one more and does not wait. */
    ServiceInstance launch(Service service, String name) {
        ServiceInstance started = ServiceInstance.launch(service, name, directory, settings);
        toClose.push(started);
        return started;
    }

    /**
     * Starts a worker for agents, with a data directory of its own and the shortest lock that the
     * broker allows, and does not wait.
     */
    ServiceInstance launchCliWorker(String name) {
        Map<String, String> own = new HashMap<>(settings);
        own.put("PATH", System.getenv("PATH"));
        own.put("SIGNALBOX_CLI_WORKER_DATA_DIRECTORY", data(name).toString());
        own.put("SIGNALBOX_CLI_WORKER_DRAIN", "1s");
        own.put("SIGNALBOX_CLI_WORKER_LOCK", "15s");
        own.put("SIGNALBOX_CLI_WORKER_RENEW_EVERY", "4s");
        ServiceInstance started = ServiceInstance.launch(Service.CLI_WORKER, name, directory, own);
        toClose.push(started);
        return started;
    }

    /** The data directory of the worker of that name. */
    Path data(String name) {
        return directory.toAbsolutePath().resolve("data-of-" + name);
    }

    /** Gateways that are launched from now on ask these for routes and usage. */
    void tellGateways(ServiceInstance router, ServiceInstance metrics) {
        settings.put("SIGNALBOX_GATEWAY_ROUTER_URL", router.url());
        settings.put("SIGNALBOX_GATEWAY_METRICS_URL", metrics.url());
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** A provider that echoes at once and has counted nothing yet. */
    SimulatedProvider provider(String name) {
        SimulatedProvider provider = simulator.script(name, Script.DEFAULT);
        provider.release();
        provider.reset();
        return provider;
    }

    @Override
    public void close() {
        while (!toClose.isEmpty()) {
            try {
                toClose.pop().close();
            } catch (Exception e) {
                System.err.println("cluster: while closing: " + e);
            }
        }
    }
}
