package io.signalbox.metrics.ledger;

import io.signalbox.metrics.MetricsConfig;
import io.signalbox.testsupport.postgres.EmbeddedPg;
import io.signalbox.testsupport.postgres.PgSettings;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** A ledger on a real Postgres. */
public final class LedgerFixture implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final Path directory;
    private final Pool pool;
    private final LedgerStore store;
    private EmbeddedPg postgres;

    private LedgerFixture(Path directory) {
        this.directory = directory;
        this.postgres = EmbeddedPg.start(PgSettings.fastIn(directory));
        PgConnectOptions options =
                PgConnectOptions.fromUri(postgres.reactiveUrl())
                        .setUser(postgres.user())
                        .setPassword(postgres.password())
                        .setCachePreparedStatements(true);
        this.pool = Pool.newInstance(PgBuilder.pool().connectingTo(options).using(vertx).build());
        this.store = new LedgerStore(pool);
    }

    /** Started, with the schema in place. */
    public static LedgerFixture start(Path directory) {
        LedgerFixture fixture = new LedgerFixture(directory);
        fixture.schema().migrate();
        return fixture;
    }

    public Pool pool() {
        return pool;
    }

    LedgerStore store() {
        return store;
    }

    LedgerSchema schema() {
        return new LedgerSchema(
                new Settings(postgres.reactiveUrl(), postgres.user(), postgres.password(), 2));
    }

    /** Writes one batch; returns how many entries were left out. */
    public int write(List<LedgerEntry> entries) {
        return store.write(entries).await().atMost(LIMIT);
    }

    public void empty() {
        pool.query("truncate metrics.jobs, metrics.attempts").execute().await().atMost(LIMIT);
    }

    /** Every row of a table as JSON text, ordered. */
    List<String> rows(String table, String key) {
        return texts(
                "select row_to_json(t)::text from metrics.%s t order by %s".formatted(table, key));
    }

    /** The first column of a query as text. */
    List<String> texts(String sql) {
        return StreamSupport.stream(
                        pool.query(sql).execute().await().atMost(LIMIT).spliterator(), false)
                .map((Row row) -> String.valueOf(row.getValue(0)))
                .toList();
    }

    public void stopPostgres() {
        postgres.close();
    }

    public void startPostgresAgain() {
        postgres = EmbeddedPg.start(PgSettings.fastIn(directory).withPort(postgres.port()));
    }

    @Override
    public void close() {
        pool.closeAndAwait();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        postgres.close();
    }

    private record Settings(String url, String user, String password, int connections)
            implements MetricsConfig, MetricsConfig.Database {
        @Override
        public Database database() {
            return this;
        }

        @Override
        public Duration insightInterval() {
            return Duration.ofSeconds(60);
        }
    }
}
