package io.signalbox.metrics.ledger;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Connections to the ledger that close where nothing has come over them for a while. A server that
 * went away without a word, as at a failover, would else be waited for without end: over a
 * connection that only waits, TCP notices nothing.
 */
@Singleton
@ReactiveDataSource("ledger")
public class LedgerPool implements PgPoolCreator {

    /** Longer than any statement takes. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    @Override
    public Pool create(Input input) {
        return create(input.pgConnectOptionsList(), input.poolOptions(), input.vertx(), SILENCE);
    }

    /** Pooled connections nobody uses are closed earlier, so that none is lent as it closes. */
    static Pool create(
            List<PgConnectOptions> servers, PoolOptions options, Vertx vertx, Duration silence) {
        int millis = (int) silence.toMillis();
        List<SqlConnectOptions> watched = new ArrayList<>();
        for (PgConnectOptions server : servers) {
            PgConnectOptions copy = new PgConnectOptions(server);
            copy.setIdleTimeout(millis).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
            watched.add(copy);
        }
        PoolOptions shorter =
                new PoolOptions(options)
                        .setIdleTimeout(millis / 2)
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        return PgBuilder.pool().with(shorter).connectingTo(watched).using(vertx).build();
    }
}
