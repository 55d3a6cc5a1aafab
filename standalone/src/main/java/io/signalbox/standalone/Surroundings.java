package io.signalbox.standalone;

import io.signalbox.catalog.active.CatalogSource;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.topics.TopicSetup;
import io.signalbox.testsupport.DirectoryLock;
import io.signalbox.testsupport.Ports;
import io.signalbox.testsupport.kafka.BrokerSettings;
import io.signalbox.testsupport.kafka.EmbeddedBroker;
import io.signalbox.testsupport.postgres.EmbeddedPg;
import io.signalbox.testsupport.postgres.PgSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** What the services need around them: a broker, a database, and simulated providers on demand. */
final class Surroundings implements AutoCloseable {

    private static final Duration BROKER_ANSWERS = Duration.ofSeconds(30);

    private final UpOptions options;
    private final Path data;
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final int httpPort;
    private final EmbeddedBroker broker;
    private final EmbeddedPg postgres;
    private final @Nullable Path catalog;

    private Surroundings(UpOptions options) {
        this.options = options;
        this.data = options.dataDirectory();
        try {
            toClose.push(DirectoryLock.acquire(data));
            this.httpPort = Ports.wanted(options.port);
            Ports.wanted(options.kafkaPort);
            this.catalog = catalog();
            checkCatalog();
            CompletableFuture<EmbeddedPg> starting =
                    CompletableFuture.supplyAsync(
                            () -> EmbeddedPg.start(PgSettings.durableIn(data.resolve("postgres"))),
                            task -> Thread.ofPlatform().name("start-postgres").start(task));
            toClose.push(() -> closeOnceStarted(starting));
            this.broker =
                    EmbeddedBroker.start(
                            BrokerSettings.in(data.resolve("kafka"))
                                    .withClientPort(options.kafkaPort));
            toClose.push(broker);
            createTopics();
            this.postgres = join(starting);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    static Surroundings start(UpOptions options) {
        return new Surroundings(options);
    }

    /** A bad catalog is told before anything is started. */
    private void checkCatalog() {
        new CatalogSource(
                        new CatalogLoader(CatalogEnvironment.system()),
                        catalog == null ? null : catalog.toString())
                .load();
    }

    private void createTopics() {
        KafkaAddress address = new KafkaAddress(broker.bootstrapServers(), Topic.DEFAULT_PREFIX);
        try (Admin admin = Admin.create(address.adminConfig("standalone-topics"))) {
            new TopicSetup(admin, address, BROKER_ANSWERS)
                    .createMissing(List.of(Topic.values()), OptionalInt.of(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating the topics", e);
        }
    }

    private @Nullable Path catalog() {
        if (!options.demo) {
            return options.catalog;
        }
        Demo demo = Demo.start(data);
        toClose.push(demo);
        return options.catalog == null ? demo.catalog() : options.catalog;
    }

    /** Also where the broker fails while Postgres still starts. */
    private static void closeOnceStarted(CompletableFuture<EmbeddedPg> starting) {
        starting.handle(
                        (postgres, failure) -> {
                            if (postgres != null) {
                                postgres.close();
                            }
                            return failure;
                        })
                .join();
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Tells the services where everything is; they read system properties. */
    void configure() {
        set("quarkus.http.port", Integer.toString(httpPort));
        set("quarkus.log.file.path", data.resolve("signalbox.log").toString());
        set("kafka.bootstrap.servers", broker.bootstrapServers());
        for (String service : new String[] {"gateway", "metrics"}) {
            String database = "signalbox." + service + ".database.";
            set(database + "url", postgres.reactiveUrl());
            set(database + "user", postgres.user());
            set(database + "password", postgres.password());
        }
        set("signalbox.standalone.data", data.toString());
        set("signalbox.api-worker.data-directory", data.resolve("api-worker").toString());
        set("signalbox.cli-worker.data-directory", data.resolve("cli-worker").toString());
        // Agents' queues are made when their agents are found.
        set("signalbox.topics.create", "true");
        if (catalog != null) {
            set("signalbox.catalog", catalog.toString());
        }
    }

    private static void set(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }

    /** In the other order of starting; whatever fails is told and passed over. */
    @Override
    public void close() {
        while (!toClose.isEmpty()) {
            AutoCloseable next = toClose.pop();
            try {
                next.close();
            } catch (Exception e) {
                System.err.println("signalbox: while stopping: " + e);
            }
        }
    }
}
