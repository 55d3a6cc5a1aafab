package io.signalbox.metrics.ledger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.metrics.MetricsConfig;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings the schema {@code metrics} up to date, beside the start of the service: Postgres may be
 * away then, and is asked again until it is there. Until the schema stands, the ledger's writes
 * fail and are repeated.
 */
@Singleton
public final class LedgerSchema {

    /** The Postgres schema that this service owns. */
    public static final String NAME = "metrics";

    private static final Logger LOG = Logger.getLogger(LedgerSchema.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    private final MetricsConfig.Database database;
    private @Nullable Thread migration;
    private volatile boolean ready;

    @Inject
    LedgerSchema(MetricsConfig config) {
        this.database = config.database();
    }

    /** Whether this instance has seen it stand. */
    public boolean isReady() {
        return ready;
    }

    void onStart(@Observes StartupEvent event) {
        migration = Thread.ofVirtual().name("metrics-schema").start(this::migrateWhenThere);
    }

    void onStop(@Observes ShutdownEvent event) {
        if (migration != null) {
            migration.interrupt();
        }
    }

    /**
     * One try. Idempotent; safe while other instances do the same.
     *
     * @throws FlywayException if Postgres is away or a migration fails
     */
    void migrate() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL("jdbc:" + database.url());
        source.setUser(database.user());
        source.setPassword(database.password());
        source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        Flyway.configure(LedgerSchema.class.getClassLoader())
                .dataSource(source)
                .schemas(NAME)
                .resourceProvider(new Migrations())
                .load()
                .migrate();
    }

    private void migrateWhenThere() {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                migrate();
                ready = true;
                LOG.infof("schema %s is up to date", NAME);
                return;
            } catch (FlywayException e) {
                LOG.warnf(
                        "schema %s is not up to date yet, trying again in %s: %s",
                        NAME, pause, firstLine(e));
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }

    private static String firstLine(FlywayException e) {
        return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
    }
}
