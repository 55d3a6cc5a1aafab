package io.signalbox.metrics.ledger;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.signalbox.contracts.wire.Json;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Writes the ledger. Idempotent and independent of order: the same entries, again, in other batches
 * or in another order, leave the same rows. Thread-safe; blocks nobody.
 */
@Singleton
final class LedgerStore {

    /** A statement that takes longer has failed. */
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(LedgerStore.class);

    private final Pool pool;

    @Inject
    LedgerStore(@ReactiveDataSource("ledger") Pool pool) {
        this.pool = pool;
    }

    /**
     * Writes a batch: one statement per table.
     *
     * <p>Fails, with part of it perhaps written, where Postgres is away or the schema does not yet
     * stand: write it again. Entries whose values Postgres refuses are left out and logged; they
     * never hold up the rest.
     *
     * @return how many entries were left out
     */
    Uni<Integer> write(List<LedgerEntry> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return writeAll(entries)
                .replaceWith(0)
                .onFailure(LedgerStore::isRefusedValue)
                .recoverWithUni(refusal -> writeHalves(entries, refusal));
    }

    private Uni<Integer> writeHalves(List<LedgerEntry> entries, Throwable refusal) {
        if (entries.size() == 1) {
            LOG.errorf(
                    "left out of the ledger: %s of job %s: Postgres refuses its values (%s)",
                    entries.getFirst().value().getClass().getSimpleName(),
                    entries.getFirst().value().jobId(),
                    sqlState(refusal));
            return Uni.createFrom().item(1);
        }
        int middle = entries.size() / 2;
        return write(entries.subList(0, middle))
                .chain(left ->
                        write(entries.subList(middle, entries.size())).map(right -> left + right));
    }

    private Uni<Void> writeAll(List<LedgerEntry> entries) {
        LedgerBatch batch = LedgerBatch.of(entries);
        Uni<Void> written = upsert(Upserts.JOBS, batch.jobs());
        for (List<AttemptRow> round : batch.attempts()) {
            written = written.chain(() -> upsert(Upserts.ATTEMPTS, round));
        }
        return written;
    }

    private Uni<Void> upsert(String statement, Collection<?> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery(statement)
                .execute(Tuple.of(Json.text(rows)))
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .replaceWithVoid();
    }

    /** SQLSTATE classes 22 (data exception) and 23 (integrity constraint violation). */
    private static boolean isRefusedValue(Throwable failure) {
        String state = sqlState(failure);
        return state.startsWith("22") || state.startsWith("23");
    }

    private static String sqlState(Throwable failure) {
        return failure instanceof PgException e ? String.valueOf(e.getSqlState()) : "";
    }
}
