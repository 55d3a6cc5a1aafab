package io.signalbox.gateway.store;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The jobs whose result is to go to a reply topic and was not sent there yet. Every method returns
 * a Uni that runs when subscribed to and fails while Postgres is away.
 */
@ApplicationScoped
class ReplyStore {

    private static final int AT_ONCE = 100;
    private static final int BYTES_AT_ONCE = 8 * 1024 * 1024;

    private final Pool pool;

    ReplyStore(@ReactiveDataSource("gateway") Pool pool) {
        this.pool = pool;
    }

    /**
     * A result on its way.
     *
     * @param result the public result, JSON
     * @param tries how often its topic has refused it
     */
    record Reply(String jobId, String topic, String result, int tries) {

        /** Never the answer. */
        @Override
        public String toString() {
            return "Reply[" + jobId + " to " + topic + "]";
        }
    }

    /**
     * Takes up to 100 that are due, fewer where they are large, those that wait for longest first;
     * what was put off stands behind, so that a topic that takes nothing holds up nobody else. No
     * other gateway takes the same for the time of the lease.
     */
    Uni<List<Reply>> take(Duration lease) {
        return pool.preparedQuery(
                        """
                        with due as (
                          select job_id, coalesce(reply_after, finished_at) as since
                          from gateway.jobs
                          where reply_topic is not null and replied_at is null
                            and status_rank >= 4 and result is not null
                            and (reply_after is null or reply_after < now())
                          order by coalesce(reply_after, finished_at) limit $2 for update skip locked),
                        sized as (
                          select job_id, since, octet_length(result::text) as bytes
                          from due join gateway.jobs using (job_id)),
                        placed as (
                          select job_id,
                                 sum(bytes) over (order by since, job_id) - bytes as before
                          from sized)
                        update gateway.jobs set reply_after = now() + $1 * interval '1 ms'
                        where job_id in (select job_id from placed where before < $3)
                        returning job_id, reply_topic, result::text as result, reply_tries
                        """)
                .execute(Tuple.of((double) lease.toMillis(), AT_ONCE, BYTES_AT_ONCE))
                .map(rows -> {
                    List<Reply> replies = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        replies.add(
                                new Reply(
                                        row.getString("job_id"),
                                        row.getString("reply_topic"),
                                        row.getString("result"),
                                        row.getInteger("reply_tries")));
                    }
                    return replies;
                });
    }

    /** It was sent, or given up. */
    Uni<Void> done(String jobId) {
        return pool.preparedQuery("update gateway.jobs set replied_at = now() where job_id = $1")
                .execute(Tuple.of(jobId))
                .replaceWithVoid();
    }

    /** It is to be tried again after a pause. */
    Uni<Void> later(String jobId, int tries, Duration pause) {
        return pool.preparedQuery(
                        """
                        update gateway.jobs
                        set reply_tries = $2, reply_after = now() + $3 * interval '1 ms'
                        where job_id = $1
                        """)
                .execute(Tuple.of(jobId, tries, (double) pause.toMillis()))
                .replaceWithVoid();
    }
}
