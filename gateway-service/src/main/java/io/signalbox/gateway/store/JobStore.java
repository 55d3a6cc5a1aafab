package io.signalbox.gateway.store;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Json;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tables of schema {@code gateway}. Writes are idempotent and may come in any order; every
 * method returns a Uni that runs when subscribed to and fails while Postgres is away.
 */
@ApplicationScoped
public class JobStore {

    private static final String UPSERT_JOBS =
            """
            insert into gateway.jobs as j
              (job_id, tenant, status, status_rank, progress, waiting, task_type, model,
               reply_partition, admitted_at, deadline, finished_at, plan, result, metadata,
               reply_topic)
            select job_id, tenant, status, status_rank, progress, waiting, task_type, model,
                   reply_partition, admitted_at, deadline, finished_at, plan, result, metadata,
                   reply_topic
            from json_to_recordset($1::text::json) as x(
               job_id text, tenant text, status text, status_rank smallint, progress int,
               waiting json, task_type text, model text, reply_partition int,
               admitted_at timestamptz, deadline timestamptz, finished_at timestamptz, plan json,
               result json, metadata json, reply_topic text)
            order by job_id
            on conflict (job_id) do update set
              tenant = coalesce(j.tenant, excluded.tenant),
              status = case when %1$s then excluded.status else j.status end,
              status_rank = case when %1$s then excluded.status_rank else j.status_rank end,
              waiting = case when %1$s then excluded.waiting else j.waiting end,
              progress = greatest(excluded.progress, j.progress),
              task_type = coalesce(excluded.task_type, j.task_type),
              model = coalesce(excluded.model, j.model),
              reply_partition = coalesce(j.reply_partition, excluded.reply_partition),
              admitted_at = coalesce(j.admitted_at, excluded.admitted_at),
              deadline = coalesce(j.deadline, excluded.deadline),
              finished_at = coalesce(j.finished_at, excluded.finished_at),
              plan = coalesce(excluded.plan, j.plan),
              result = coalesce(j.result, excluded.result),
              metadata = coalesce(excluded.metadata, j.metadata),
              reply_topic = coalesce(j.reply_topic, excluded.reply_topic)
            returning j.reply_topic is not null and j.replied_at is null
                      and j.status_rank >= 4 as to_reply
            """
                    .formatted(
                            "j.status_rank < 4 and (excluded.status_rank = 4 or excluded.progress >= j.progress)");

    private static final String UPSERT_ATTEMPTS =
            """
            insert into gateway.attempts as a
              (job_id, number, candidate, outcome, error, started_at, latency_ms, search)
            select job_id, number, candidate, outcome, error, started_at, latency_ms, search
            from json_to_recordset($1::text::json) as x(
               job_id text, number int, candidate json, outcome text, error json,
               started_at timestamptz, latency_ms bigint, search json)
            order by job_id, number
            on conflict (job_id, number) do update set
              outcome = coalesce(excluded.outcome, a.outcome),
              error = coalesce(excluded.error, a.error),
              latency_ms = coalesce(excluded.latency_ms, a.latency_ms),
              search = coalesce(excluded.search, a.search)
            """;

    private static final String COLUMNS =
            """
            j.*, coalesce(
                (select json_agg(json_build_object(
                          'number', a.number, 'candidate', a.candidate, 'outcome', a.outcome,
                          'error', a.error, 'started_at', a.started_at,
                          'latency_ms', a.latency_ms, 'search', a.search) order by a.number)
                 from gateway.attempts a where a.job_id = j.job_id), '[]') as attempts
            """;

    private static final String SELECT = "select " + COLUMNS + " from gateway.jobs j\n";

    /**
     * A page ends before the job whose predecessors hold $9 bytes of results or more. Only those of
     * the page are measured: a result is read whole for that.
     */
    private static final String LIST =
            """
            with page as (
              select job_id
              from gateway.jobs
              where admitted_at is not null
                and ($1::text is null or status = $1)
                and ($2::text is null or tenant = $2)
                and ($3::text is null or task_type = $3)
                and ($4::timestamptz is null or admitted_at >= $4)
                and ($5::timestamptz is null or admitted_at < $5)
                and ($6::timestamptz is null or (admitted_at, job_id) < ($6, $7::text))
              order by admitted_at desc, job_id desc limit $8),
            sized as (
              select job_id, admitted_at, coalesce(octet_length(result::text), 0) as bytes
              from page join gateway.jobs using (job_id)),
            placed as (
              select job_id, count(*) over () as found,
                     sum(bytes) over (order by admitted_at desc, job_id desc) - bytes as before
              from sized)
            select placed.found,
            """
                    + COLUMNS
                    + """
                    from placed join gateway.jobs j on j.job_id = placed.job_id
                    where placed.before < $9
                    order by j.admitted_at desc, j.job_id desc
                    """;

    /** A few of these, in some copies, fit into a gateway's memory. */
    private static final int PAGE_BYTES = 8 * 1024 * 1024;

    private static final int FORGOTTEN_AT_ONCE = 5000;

    /** The escape of U+0000, and not an escaped backslash before the letter u. */
    private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private final Pool pool;

    JobStore(@ReactiveDataSource("gateway") Pool pool) {
        this.pool = pool;
    }

    /**
     * What a batch writes.
     *
     * @param jobs a JSON array; null for none
     * @param attempts the same
     */
    record Rows(@Nullable String jobs, @Nullable String attempts) {

        static Rows of(StoreBatch batch) {
            return new Rows(json(batch.jobs()), json(batch.attempts()));
        }

        private static @Nullable String json(Collection<?> rows) {
            return rows.isEmpty() ? null : withoutNul(Json.text(rows));
        }
    }

    /** Tells whether the batch has the end of a job whose result is to go to a reply topic. */
    Uni<Boolean> write(Rows batch) {
        return upsert(UPSERT_JOBS, batch.jobs())
                .map(JobStore::anyToReply)
                .call(() -> upsert(UPSERT_ATTEMPTS, batch.attempts()));
    }

    private Uni<RowSet<Row>> upsert(String sql, @Nullable String rows) {
        return rows == null
                ? Uni.createFrom().nullItem()
                : pool.preparedQuery(sql).execute(Tuple.of(rows));
    }

    /** Postgres has no text with U+0000; a model may answer with one all the same. */
    static String withoutNul(String json) {
        return json.contains("\\u0000") ? NUL.matcher(json).replaceAll("$1\\\\ufffd") : json;
    }

    private static boolean anyToReply(@Nullable RowSet<Row> rows) {
        if (rows != null) {
            for (Row row : rows) {
                if (row.getBoolean("to_reply")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** One job of a tenant's, with its attempts so far. */
    public Uni<Optional<StoredJob>> find(String jobId, String tenant) {
        return pool.preparedQuery(SELECT + " where j.job_id = $1 and j.tenant = $2")
                .execute(Tuple.of(jobId, tenant))
                .map(JobStore::jobs)
                .map(jobs -> jobs.stream().findFirst());
    }

    /**
     * What to list; null is no filter.
     *
     * @param before only jobs that come after this one in the list
     * @param limit 1 to 1000
     */
    public record Filter(
            @Nullable JobStatus status,
            @Nullable String tenant,
            @Nullable String taskType,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable JobCursor before,
            int limit) {}

    /**
     * Some of the jobs that were asked for.
     *
     * @param more whether there may be others after them: the limit is reached, or the results are
     *     too large to be in memory at once
     */
    public record Page(List<StoredJob> jobs, boolean more) {

        private static Page of(RowSet<Row> rows, int limit) {
            List<StoredJob> jobs = JobStore.jobs(rows);
            long found = jobs.isEmpty() ? 0 : rows.iterator().next().getLong("found");
            return new Page(jobs, found == limit || found > jobs.size());
        }
    }

    /** Newest first. */
    public Uni<Page> list(Filter filter) {
        return pool.preparedQuery(LIST)
                .execute(
                        Tuple.tuple()
                                .addValue(
                                        filter.status() == null ? null : filter.status().wireName())
                                .addValue(filter.tenant())
                                .addValue(filter.taskType())
                                .addValue(utc(filter.from()))
                                .addValue(utc(filter.to()))
                                .addValue(
                                        filter.before() == null
                                                ? null
                                                : utc(filter.before().admittedAt()))
                                .addValue(filter.before() == null ? null : filter.before().jobId())
                                .addValue(filter.limit())
                                .addValue(PAGE_BYTES))
                .map(rows -> Page.of(rows, filter.limit()));
    }

    /** Jobs without an end whose deadline has passed, oldest first, at most 500. */
    Uni<List<StoredJob>> overdue(Instant deadlineBefore) {
        return pool.preparedQuery(
                        SELECT
                                + """
                                where j.status_rank < 4 and j.deadline < $1
                                order by j.deadline limit 500
                                """)
                .execute(Tuple.of(utc(deadlineBefore)))
                .map(JobStore::jobs);
    }

    /** Forgets ended jobs, at most 5000 at a time; tells whether there may be more. */
    Uni<Boolean> deleteEndedBefore(Instant moment) {
        return pool.preparedQuery(
                        """
                        with gone as (
                          delete from gateway.jobs where job_id in (
                            select job_id from gateway.jobs
                            where status_rank >= 4 and finished_at < $1 limit $2)
                          returning job_id),
                        theirs as (
                          delete from gateway.attempts where job_id in (select job_id from gone))
                        select count(*) as gone from gone
                        """)
                .execute(Tuple.of(utc(moment), FORGOTTEN_AT_ONCE))
                .map(rows -> rows.iterator().next().getLong("gone") == FORGOTTEN_AT_ONCE);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static List<StoredJob> jobs(RowSet<Row> rows) {
        List<StoredJob> jobs = new ArrayList<>(rows.size());
        for (Row row : rows) {
            jobs.add(StoredJob.from(row));
        }
        return jobs;
    }
}
