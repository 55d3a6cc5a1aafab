package io.signalbox.gateway.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.reply.PendingJob;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of a job that this instance's reply reader may not see: it ended before, or its
 * replies go to another instance.
 */
@ApplicationScoped
public class StoredEnds {

    private static final Logger LOG = Logger.getLogger(StoredEnds.class);
    private static final Duration QUERY_LIMIT = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final JobStore store;

    StoredEnds(JobStore store) {
        this.store = store;
    }

    /** The job with its end, or empty when the store has not seen one in time. Blocks. */
    public Optional<StoredJob> await(JobId jobId, String tenant, Duration patience) {
        return await(jobId, tenant, Instant.now().plus(patience), null);
    }

    /** Has the waiting caller get the end from the store. Returns at once. */
    public void feed(PendingJob pending, String tenant, Instant until) {
        Thread.ofVirtual()
                .name("gateway-stored-end")
                .start(() ->
                        await(pending.jobId(), tenant, until, pending)
                                .map(StoredJob::result)
                                .ifPresent(end ->
                                        pending.complete(
                                                new PendingJob.Piece.End(result(end), null))));
    }

    private Optional<StoredJob> await(
            JobId jobId, String tenant, Instant until, @Nullable PendingJob pending) {
        Duration pause = FIRST_PAUSE;
        while (pending == null || !(pending.hasEnded() || pending.isReleased())) {
            Optional<StoredJob> ended = look(jobId, tenant);
            if (ended.isPresent() || Instant.now().isAfter(until)) {
                return ended;
            }
            Duration left = Duration.between(Instant.now(), until).plusMillis(1);
            LockSupport.parkNanos((pause.compareTo(left) < 0 ? pause : left).toNanos());
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
        return Optional.empty();
    }

    /** A store that does not answer has not seen the end yet. */
    private Optional<StoredJob> look(JobId jobId, String tenant) {
        try {
            return store.find(jobId.value(), tenant)
                    .await()
                    .atMost(QUERY_LIMIT)
                    .filter(job -> job.status().isTerminal() && job.result() != null);
        } catch (RuntimeException e) {
            LOG.debugf("the job store does not answer, jobId=%s: %s", jobId, e.getMessage());
            return Optional.empty();
        }
    }

    private static JobResult result(JsonNode json) {
        try {
            return Json.mapper().treeToValue(json, JobResult.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a stored result is unreadable", e);
        }
    }
}
