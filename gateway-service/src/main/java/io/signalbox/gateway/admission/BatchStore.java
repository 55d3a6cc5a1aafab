package io.signalbox.gateway.admission;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.http.ApiException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The table {@code gateway.batches}, and the submissions of a batch's jobs. Every method returns a
 * Uni that runs when subscribed to and fails while Postgres is away.
 */
@ApplicationScoped
class BatchStore {

    private static final Duration AGAIN = Duration.ofSeconds(2);

    private static final int FORGOTTEN_AT_ONCE = 1000;

    private final Pool pool;

    BatchStore(@ReactiveDataSource("gateway") Pool pool) {
        this.pool = pool;
    }

    /** A job's row of {@code gateway.submissions}. */
    private record JobRow(
            String jobId,
            String tenant,
            String bodyHash,
            String admitted,
            Instant admittedAt,
            Instant deadline) {

        static JobRow of(Submission job) {
            return new JobRow(
                    job.admitted().jobId().value(),
                    job.admitted().tenant(),
                    job.bodyHash(),
                    Json.text(job.admitted()),
                    job.admitted().admittedAt(),
                    job.admitted().deadline());
        }
    }

    /**
     * Notes a batch with all of its jobs, or nothing of it.
     *
     * @param until nothing is noted after this: whoever asked has been refused by then
     * @return the id of the batch that has the key already; empty where this one is new
     *     <p>Fails with {@link ApiException} 409 where the key or a job's id means something else
     *     already, 503 where the key's batch is under way and may yet be refused, or it is too
     *     late.
     */
    Uni<Optional<JobId>> note(Batch batch, Instant until) {
        return pool.withTransaction(connection ->
                insert(connection, batch)
                        .chain(inserted ->
                                inserted
                                        ? insertJobs(connection, batch)
                                                .invoke(() -> checkInTime(until))
                                                .replaceWith(Optional.<JobId>empty())
                                        : earlier(connection, batch).map(Optional::of)));
    }

    /** In the transaction: its failure takes back what was inserted. */
    private static void checkInTime(Instant until) {
        if (Instant.now().isAfter(until)) {
            throw ApiException.away(
                    "store_unavailable",
                    "the store that keeps batches is too slow; the batch was not accepted, send it again",
                    AGAIN);
        }
    }

    private static Uni<Boolean> insert(SqlConnection connection, Batch batch) {
        return connection
                .preparedQuery(
                        """
                        insert into gateway.batches
                          (batch_id, tenant, idempotency_key, body_hash, job_ids, created_at)
                        values ($1, $2, $3, $4, $5, $6)
                        on conflict do nothing
                        """)
                .execute(
                        Tuple.tuple()
                                .addValue(batch.id().value())
                                .addValue(batch.tenant())
                                .addValue(batch.idempotencyKey())
                                .addValue(batch.bodyHash())
                                .addValue(texts(batch.jobIds()))
                                .addValue(batch.createdAt().atOffset(ZoneOffset.UTC)))
                .map(done -> done.rowCount() == 1);
    }

    private static Uni<Void> insertJobs(SqlConnection connection, Batch batch) {
        return connection
                .preparedQuery(
                        """
                        insert into gateway.submissions
                          (job_id, tenant, body_hash, state, admitted, admitted_at, deadline,
                           claimed_at)
                        select job_id, tenant, body_hash, 'pending', admitted, admitted_at, deadline,
                               clock_timestamp() + interval '10 s' -- nobody takes over what may yet be refused
                        from json_to_recordset($1::json) as x(
                          job_id text, tenant text, body_hash text, admitted text,
                          admitted_at timestamptz, deadline timestamptz)
                        on conflict do nothing
                        returning job_id
                        """)
                .execute(
                        Tuple.of(
                                new JsonArray(
                                        Json.text(batch.jobs().stream().map(JobRow::of).toList()))))
                .invoke(rows -> checkAllNew(batch, rows))
                .replaceWithVoid();
    }

    private static void checkAllNew(Batch batch, RowSet<Row> rows) {
        Set<String> inserted = new HashSet<>();
        rows.forEach(row -> inserted.add(row.getString("job_id")));
        List<JobId> ids = batch.jobIds();
        for (int i = 0; i < ids.size(); i++) {
            if (!inserted.contains(ids.get(i).value())) {
                throw ApiException.conflict(
                        "[%d].id".formatted(i),
                        "[%d].id '%s' is the id of a job that was submitted before; nothing was accepted. Leave that job out, or send the whole batch again under its %s"
                                .formatted(i, ids.get(i), IdempotencyKey.HEADER));
            }
        }
    }

    private static Uni<JobId> earlier(SqlConnection connection, Batch batch) {
        return connection
                .preparedQuery(
                        """
                        select b.batch_id, b.body_hash,
                               coalesce(s.state, 'accepted') = 'accepted' as is_accepted
                        from gateway.batches b
                        left join gateway.submissions s on s.job_id = b.job_ids[1]
                        where b.tenant = $1 and b.idempotency_key = $2
                        """)
                .execute(Tuple.of(batch.tenant(), batch.idempotencyKey()))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    if (!row.getString("body_hash").equals(batch.bodyHash())) {
                        throw ApiException.conflict(
                                IdempotencyKey.HEADER,
                                "%s '%s' was used for batch %s with another body; send the same body or another key"
                                        .formatted(
                                                IdempotencyKey.HEADER,
                                                batch.idempotencyKey(),
                                                row.getString("batch_id")));
                    }
                    if (!row.getBoolean("is_accepted")) {
                        throw ApiException.away(
                                "broker_unavailable",
                                "the batch was sent before and the broker has none of it yet; it was not accepted, send it again",
                                AGAIN);
                    }
                    return new JobId(row.getString("batch_id"));
                });
    }

    /** The broker has these jobs: their bodies are not needed any more. */
    Uni<Void> accepted(Collection<JobId> jobIds) {
        return pool.preparedQuery(
                        "update gateway.submissions set state = 'accepted', admitted = null where job_id = any($1)")
                .execute(Tuple.of(texts(jobIds)))
                .replaceWithVoid();
    }

    /** The broker took none and the caller was told so. */
    Uni<Void> forget(Batch batch) {
        return pool.withTransaction(connection ->
                connection
                        .preparedQuery("delete from gateway.submissions where job_id = any($1)")
                        .execute(Tuple.of(texts(batch.jobIds())))
                        .chain(() ->
                                connection
                                        .preparedQuery(
                                                "delete from gateway.batches where batch_id = $1")
                                        .execute(Tuple.of(batch.id().value())))
                        .replaceWithVoid());
    }

    /** One batch of a tenant's, with what is known of its jobs. */
    Uni<Optional<StoredBatch>> find(JobId id, String tenant) {
        return pool.preparedQuery(
                        """
                        select b.created_at, m.job_id, coalesce(j.status, 'accepted') as status
                        from gateway.batches b
                        cross join lateral unnest(b.job_ids) with ordinality as m(job_id, place)
                        left join gateway.jobs j on j.job_id = m.job_id
                        where b.batch_id = $1 and b.tenant = $2
                        order by m.place
                        """)
                .execute(Tuple.of(id.value(), tenant))
                .map(rows -> stored(id, rows));
    }

    private static Optional<StoredBatch> stored(JobId id, RowSet<Row> rows) {
        List<StoredBatch.Member> jobs = new ArrayList<>(rows.size());
        Instant createdAt = null;
        for (Row row : rows) {
            createdAt = row.getOffsetDateTime("created_at").toInstant();
            jobs.add(
                    new StoredBatch.Member(
                            row.getString("job_id"), JobStatus.parse(row.getString("status"))));
        }
        return createdAt == null
                ? Optional.empty()
                : Optional.of(new StoredBatch(id.value(), createdAt, jobs));
    }

    /** Forgets batches, at most 1000 at a time; tells whether there may be more. */
    Uni<Boolean> forgetBefore(Instant moment) {
        return pool.preparedQuery(
                        """
                        delete from gateway.batches where batch_id in (
                          select batch_id from gateway.batches where created_at < $1 limit $2)
                        """)
                .execute(Tuple.of(moment.atOffset(ZoneOffset.UTC), FORGOTTEN_AT_ONCE))
                .map(gone -> gone.rowCount() == FORGOTTEN_AT_ONCE);
    }

    private static String[] texts(Collection<JobId> ids) {
        return ids.stream().map(JobId::value).toArray(String[]::new);
    }
}
