package io.signalbox.metrics.availability;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.Insight;
import io.signalbox.contracts.event.Insight.Availability;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads availability out of the ledger. Thread-safe; blocks the caller. */
@Singleton
final class AvailabilityStore {

    /** How far back is looked. */
    static final Duration WINDOW = Duration.ofHours(24);

    /** Most providers that are told of; the catalogs of one day hardly have more. */
    private static final int MOST = 1_000;

    /** A reading that takes longer has failed. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Parameters: $1 from, $2 to, $3 classes that are failures, $4 most rows. */
    private static final String SQL =
            """
            select provider,
                   count(*) as calls,
                   count(*) filter (where outcome = 'failed') as failures
            from metrics.attempts
            where started_at >= $1 and started_at < $2 and provider is not null
              and (outcome = 'succeeded' or outcome = 'failed' and error_class = any($3))
            group by provider
            order by calls desc, provider
            limit $4
            """;

    private static final String[] FAILURES =
            Stream.of(ErrorClass.values())
                    .filter(ErrorClass::isOutage)
                    .map(ErrorClass::name)
                    .toArray(String[]::new);

    private final Pool pool;

    @Inject
    AvailabilityStore(@ReactiveDataSource("ledger") Pool pool) {
        this.pool = pool;
    }

    /**
     * One of each provider that was called in the window that ends now.
     *
     * @throws RuntimeException if Postgres is away, or the schema does not yet stand
     */
    List<Insight> read(Instant now) {
        var found =
                pool.preparedQuery(SQL)
                        .execute(
                                Tuple.of(
                                        now.minus(WINDOW).atOffset(ZoneOffset.UTC),
                                        now.atOffset(ZoneOffset.UTC),
                                        FAILURES,
                                        MOST))
                        .await()
                        .atMost(TIMEOUT);
        return StreamSupport.stream(found.spliterator(), false)
                .map(row -> insight(row, now))
                .toList();
    }

    private static Insight insight(Row row, Instant now) {
        return new Insight(
                Insight.ofProvider(row.getString("provider")),
                now,
                new Availability(WINDOW.toMillis(), row.getLong("calls"), row.getLong("failures")));
    }
}
