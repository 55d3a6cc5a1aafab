package io.signalbox.gateway.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.gateway.GatewayConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;
import org.postgresql.ds.PGSimpleDataSource;

/** Brings the schema {@code gateway} up to date, as soon as Postgres answers. */
@ApplicationScoped
public class StoreSchema {

    private static final Logger LOG = Logger.getLogger(StoreSchema.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final GatewayConfig.Database config;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean ready;

    StoreSchema(GatewayConfig config) {
        this.config = config.database();
    }

    /** Whether the tables are there. */
    public boolean isReady() {
        return ready;
    }

    void start(@Observes StartupEvent event) {
        Thread.ofVirtual().name("gateway-store-schema").start(this::migrateUntilDone);
    }

    private void migrateUntilDone() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:" + config.url());
        source.setUser(config.user());
        source.setPassword(config.password());
        try {
            do {
                try {
                    Flyway.configure()
                            .dataSource(source)
                            .schemas("gateway")
                            .locations("classpath:db/gateway")
                            .load()
                            .migrate();
                    ready = true;
                    return;
                } catch (FlywayException e) {
                    LOG.warnf(
                            "the job store is not there yet: %s",
                            firstLine(String.valueOf(e.getMessage())));
                }
            } while (!stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String firstLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    }

    void stop(@Observes ShutdownEvent event) {
        stopped.countDown();
    }
}
