package io.signalbox.metrics.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.wire.Json;
import io.signalbox.metrics.usage.UsageFigures.Percentiles;
import io.signalbox.metrics.usage.UsageFigures.Tokens;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads usage out of the ledger. Thread-safe; blocks the caller. */
@Singleton
final class UsageStore {

    /** Most groups of one answer. */
    static final int MAX_ROWS = 10_000;

    /** A reading that takes longer has failed. */
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Postgres ends what nobody waits for any more. */
    private static final Duration STATEMENT_TIMEOUT = TIMEOUT.minusSeconds(1);

    /** Fewer than there are connections: the ledger's writes need some. */
    private static final int AT_ONCE = 3;

    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final Pool pool;

    @Inject
    UsageStore(@ReactiveDataSource("ledger") Pool pool) {
        this.pool = pool;
    }

    /**
     * @throws InvalidParameter if the answer would have more than {@value #MAX_ROWS} groups
     * @throws RuntimeException if Postgres is away, or the schema does not yet stand
     */
    UsageReport read(UsageQuery query) {
        RowSet<Row> found = found(query);
        List<UsageReport.Row> rows = new ArrayList<>();
        UsageFigures total = null;
        for (Row row : found) {
            if (row.getInteger("is_total") == 1) {
                total = figures(row);
            } else {
                rows.add(new UsageReport.Row(keys(query, row), figures(row)));
            }
        }
        if (total == null) {
            throw new IllegalStateException("the reading has no row over all");
        }
        if (rows.size() > MAX_ROWS) {
            throw new InvalidParameter(
                    "group_by",
                    "the answer would have more than %d rows; ask for a narrower window or fewer groups"
                            .formatted(MAX_ROWS));
        }
        return query.groupBy().isEmpty()
                ? new UsageReport(query, List.of(new UsageReport.Row(List.of(), total)), total)
                : new UsageReport(query, rows, total);
    }

    private RowSet<Row> found(UsageQuery query) {
        if (!await(turns)) {
            throw new IllegalStateException("%d readings are under way".formatted(AT_ONCE));
        }
        try {
            return pool.withTransaction(connection ->
                            connection
                                    .query(
                                            "set local statement_timeout = "
                                                    + STATEMENT_TIMEOUT.toMillis())
                                    .execute()
                                    .chain(() -> found(query, connection)))
                    .await()
                    .atMost(TIMEOUT);
        } finally {
            turns.release();
        }
    }

    private static boolean await(Semaphore turns) {
        try {
            return turns.tryAcquire(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Uni<RowSet<Row>> found(UsageQuery query, SqlConnection connection) {
        return connection
                .preparedQuery(UsageSql.of(query.groupBy()))
                .execute(
                        Tuple.of(
                                query.from().atOffset(ZoneOffset.UTC),
                                query.to().atOffset(ZoneOffset.UTC),
                                query.zone().getId(),
                                query.tenant(),
                                MAX_ROWS + 2L));
    }

    private static List<@Nullable String> keys(UsageQuery query, Row row) {
        List<@Nullable String> keys = new ArrayList<>();
        try {
            JsonNode values = Json.mapper().readTree(row.getString("keys"));
            for (int i = 0; i < query.groupBy().size(); i++) {
                JsonNode value = values.get(i);
                keys.add(
                        value.isNull()
                                ? null
                                : key(query.groupBy().get(i), value.asText(), query.zone()));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the reading's keys are not JSON", e);
        }
        return keys;
    }

    private static String key(GroupBy groupBy, String value, ZoneId zone) {
        return groupBy == GroupBy.HOUR
                ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(Instant.parse(value).atZone(zone))
                : value;
    }

    private static UsageFigures figures(Row row) {
        long succeeded = count(row, "succeeded");
        long failed = count(row, "failed");
        long cancelled = count(row, "cancelled");
        long expired = count(row, "expired");
        long attemptsSucceeded = count(row, "attempts_succeeded");
        long attemptsFailed = count(row, "attempts_failed");
        long unpriced = count(row, "unpriced");
        return new UsageFigures(
                count(row, "requests"),
                succeeded,
                failed,
                cancelled,
                expired,
                count(row, "running"),
                UsageFigures.rate(succeeded, succeeded + failed + cancelled + expired),
                count(row, "attempts"),
                attemptsSucceeded,
                attemptsFailed,
                UsageFigures.rate(attemptsSucceeded, attemptsSucceeded + attemptsFailed),
                count(row, "fallbacks"),
                count(row, "repeats"),
                new Tokens(
                        count(row, "input_tokens"),
                        count(row, "cached_read_tokens"),
                        count(row, "cached_write_tokens"),
                        count(row, "output_tokens"),
                        count(row, "reasoning_tokens")),
                count(row, "estimated"),
                cost(row.getBigDecimal("cost_usd"), unpriced),
                unpriced,
                percentiles(row, "latency"),
                percentiles(row, "ttft"),
                percentiles(row, "request_latency"));
    }

    private static long count(Row row, String column) {
        Long value = row.getLong(column);
        return value == null ? 0 : value;
    }

    private static @Nullable Usd cost(@Nullable BigDecimal sum, long unpriced) {
        if (sum == null) {
            return unpriced == 0 ? Usd.ZERO : null;
        }
        return Usd.sum(sum);
    }

    private static Percentiles percentiles(Row row, String column) {
        Double[] values = row.getArrayOfDoubles(column);
        return values == null
                ? new Percentiles(null, null, null, null)
                : new Percentiles(
                        UsageFigures.millis(values[0]),
                        UsageFigures.millis(values[1]),
                        UsageFigures.millis(values[2]),
                        UsageFigures.millis(values[3]));
    }
}
