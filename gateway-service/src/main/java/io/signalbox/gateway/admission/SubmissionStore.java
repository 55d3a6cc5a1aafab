package io.signalbox.gateway.admission;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.JobId;
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
import java.util.List;
import java.util.Locale;

/**
 * The table {@code gateway.submissions}: which id and key names which job. Every method returns a
 * Uni that runs when subscribed to and fails while Postgres is away.
 */
@ApplicationScoped
class SubmissionStore {

    private static final String COLUMNS =
            "job_id, tenant, body_hash, source, state, admitted, admitted_at, deadline";

    private static final int FORGOTTEN_AT_ONCE = 5000;

    private final Pool pool;

    SubmissionStore(@ReactiveDataSource("gateway") Pool pool) {
        this.pool = pool;
    }

    /**
     * Notes a submission, or finds what it repeats. Of any number of equal ones at once one is
     * noted.
     */
    Uni<Claim> claim(Submission submission) {
        return insert(submission)
                .chain(inserted ->
                        inserted
                                ? Uni.createFrom().<Claim>item(open(submission))
                                : find(submission).chain(rows -> repeat(submission, rows)));
    }

    private static Claim open(Submission submission) {
        return new Claim.Open(submission.admitted(), true, false);
    }

    private Uni<Boolean> insert(Submission submission) {
        JobAdmitted admitted = submission.admitted();
        return pool.preparedQuery(
                        """
                        insert into gateway.submissions
                          (job_id, tenant, idempotency_key, body_hash, source, state, admitted,
                           admitted_at, deadline, claimed_at)
                        values ($1, $2, $3, $4, $5, 'pending', $6, $7, $8, now())
                        on conflict do nothing
                        """)
                .execute(
                        Tuple.tuple()
                                .addValue(admitted.jobId().value())
                                .addValue(admitted.tenant())
                                .addValue(submission.idempotencyKey())
                                .addValue(submission.bodyHash())
                                .addValue(submission.source())
                                .addValue(Json.text(admitted))
                                .addValue(utc(admitted.admittedAt()))
                                .addValue(utc(admitted.deadline())))
                .map(done -> done.rowCount() == 1);
    }

    private Uni<List<Submission.Row>> find(Submission submission) {
        return pool.preparedQuery(
                        "select %s from gateway.submissions where job_id = $1 or (tenant = $2 and idempotency_key = $3)"
                                .formatted(COLUMNS))
                .execute(
                        Tuple.tuple()
                                .addValue(submission.admitted().jobId().value())
                                .addValue(submission.admitted().tenant())
                                .addValue(submission.idempotencyKey()))
                .map(SubmissionStore::rows);
    }

    private Uni<Claim> repeat(Submission submission, List<Submission.Row> rows) {
        if (rows.isEmpty()) {
            // Forgotten between the two statements: it is the first again.
            return claim(submission);
        }
        Submission.Row row = submission.repeated(rows);
        return switch (row.state()) {
            case ACCEPTED -> Uni.createFrom().item(taken(row));
            case PENDING -> Uni.createFrom().item(new Claim.Open(row.record(), true, true));
            case REFUSED ->
                    isAdmitted(row.jobId())
                            .chain(admitted ->
                                    admitted
                                            ? accepted(row.jobId()).replaceWith(() -> taken(row))
                                            : renew(submission.as(row.record())));
        };
    }

    private static Claim taken(Submission.Row row) {
        return new Claim.Taken(row.jobId(), row.admittedAt(), row.deadline(), row.source());
    }

    /**
     * Whether the job store has read the job's admission: the broker has it, whatever was told of
     * its acknowledgement.
     */
    Uni<Boolean> isAdmitted(JobId jobId) {
        return pool.preparedQuery(
                        "select 1 from gateway.jobs where job_id = $1 and admitted_at is not null")
                .execute(Tuple.of(jobId.value()))
                .map(rows -> rows.size() > 0);
    }

    /** Whether the job was noted and the broker does not have it yet. */
    Uni<Boolean> isPending(JobId jobId, String tenant) {
        return pool.preparedQuery(
                        "select 1 from gateway.submissions where job_id = $1 and tenant = $2 and state = 'pending'")
                .execute(Tuple.of(jobId.value(), tenant))
                .map(rows -> rows.size() > 0);
    }

    private Uni<Claim> renew(Submission submission) {
        JobAdmitted admitted = submission.admitted();
        return pool.preparedQuery(
                        """
                        update gateway.submissions
                        set state = 'pending', admitted = $2, admitted_at = $3, deadline = $4,
                            source = $5, claimed_at = now()
                        where job_id = $1 and state = 'refused'
                        """)
                .execute(
                        Tuple.tuple()
                                .addValue(admitted.jobId().value())
                                .addValue(Json.text(admitted))
                                .addValue(utc(admitted.admittedAt()))
                                .addValue(utc(admitted.deadline()))
                                .addValue(submission.source()))
                .chain(done ->
                        done.rowCount() == 1
                                ? Uni.createFrom().<Claim>item(open(submission))
                                : claim(submission));
    }

    /** The broker has it: the body is not needed any more. */
    Uni<Void> accepted(JobId jobId) {
        return execute(
                "update gateway.submissions set state = 'accepted', admitted = null where job_id = $1",
                Tuple.of(jobId.value()));
    }

    /** The broker did not take it and the caller was told so: only the caller brings it again. */
    Uni<Void> refused(JobId jobId) {
        return execute(
                "update gateway.submissions set state = 'refused' where job_id = $1 and state = 'pending'",
                Tuple.of(jobId.value()));
    }

    /**
     * Takes over what has been pending for too long, at most 50; nobody else takes the same over
     * for as long again.
     */
    Uni<List<Submission.Row>> takeOver(Instant claimedBefore) {
        return pool.preparedQuery(
                        """
                        update gateway.submissions set claimed_at = now()
                        where job_id in (
                          select job_id from gateway.submissions
                          where state = 'pending' and claimed_at < $1
                          order by claimed_at limit 50 for update skip locked)
                        returning %s
                        """
                                .formatted(COLUMNS))
                .execute(Tuple.of(utc(claimedBefore)))
                .map(SubmissionStore::rows);
    }

    /** Has the job's result sent to its reply topic once more, where it was sent before. */
    Uni<Void> replyAgain(JobId jobId) {
        return execute(
                """
                update gateway.jobs set replied_at = null, reply_tries = 0, reply_after = null
                where job_id = $1 and reply_topic is not null
                """,
                Tuple.of(jobId.value()));
    }

    /** Forgets submissions, at most 5000 at a time; tells whether there may be more. */
    Uni<Boolean> forgetBefore(Instant moment) {
        return pool.preparedQuery(
                        """
                        delete from gateway.submissions where job_id in (
                          select job_id from gateway.submissions
                          where admitted_at < $1 and state <> 'pending' limit $2)
                        """)
                .execute(Tuple.of(utc(moment), FORGOTTEN_AT_ONCE))
                .map(gone -> gone.rowCount() == FORGOTTEN_AT_ONCE);
    }

    private Uni<Void> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).replaceWithVoid();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static List<Submission.Row> rows(RowSet<Row> set) {
        List<Submission.Row> rows = new ArrayList<>(set.rowCount());
        for (Row row : set) {
            rows.add(
                    new Submission.Row(
                            new JobId(row.getString("job_id")),
                            row.getString("tenant"),
                            row.getString("body_hash"),
                            row.getString("source"),
                            Submission.State.valueOf(
                                    row.getString("state").toUpperCase(Locale.ROOT)),
                            row.getString("admitted"),
                            row.getOffsetDateTime("admitted_at").toInstant(),
                            row.getOffsetDateTime("deadline").toInstant()));
        }
        return rows;
    }
}
