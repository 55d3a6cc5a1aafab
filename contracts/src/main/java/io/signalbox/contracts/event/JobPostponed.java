package io.signalbox.contracts.event;

import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Required;
import java.time.Instant;
import java.util.List;

/**
 * A job that waits: the value on the waiting topics, and on reroutes when its time has come. It
 * carries what the router needs to go on, so that nobody keeps state per job.
 *
 * @param admitted the job
 * @param rest candidates not tried yet, in order
 * @param retries candidates that may be tried later. Where this and {@code rest} are empty the job
 *     is planned anew, for those who are not in {@code history}
 * @param history the attempts so far, in order
 * @param due when the router looks again; not after the job's deadline
 * @param enteredAt when the record entered the topic that it is in, by the router's clock
 * @param reason why it waits, in words
 */
public record JobPostponed(
        JobAdmitted admitted,
        List<Candidate> rest,
        List<Retry> retries,
        List<AttemptReport> history,
        Instant due,
        Instant enteredAt,
        String reason)
        implements SignalboxRecord {

    public JobPostponed {
        Required.field("admitted", admitted);
        Required.field("due", due);
        Required.field("entered_at", enteredAt);
        Required.field("reason", reason);
        rest = rest == null ? List.of() : List.copyOf(rest);
        retries = retries == null ? List.of() : List.copyOf(retries);
        history = history == null ? List.of() : List.copyOf(history);
    }

    /** The same, in another topic since then. */
    public JobPostponed entered(Instant now) {
        return new JobPostponed(admitted, rest, retries, history, due, now, reason);
    }

    @Override
    public JobId jobId() {
        return admitted.jobId();
    }
}
