package io.signalbox.gateway.admission;

import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.JobId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a submission has come to, before anything is given to the broker. */
public sealed interface Claim {

    JobId jobId();

    Instant admittedAt();

    Instant deadline();

    /**
     * The broker does not have it, as far as is known: {@link Submissions#accept} gives it to it.
     *
     * @param keyed whether its caller can ask for the same job again, by its id or a key
     * @param repeated whether somebody asked for it before: it may have ended without this instance
     *     having listened
     */
    record Open(JobAdmitted admitted, boolean keyed, boolean repeated) implements Claim {

        @Override
        public JobId jobId() {
            return admitted.jobId();
        }

        @Override
        public Instant admittedAt() {
            return admitted.admittedAt();
        }

        @Override
        public Instant deadline() {
            return admitted.deadline();
        }
    }

    /**
     * The same job was accepted before, and may have ended.
     *
     * @param source the record it came from; null where it came by HTTP
     */
    record Taken(JobId jobId, Instant admittedAt, Instant deadline, @Nullable String source)
            implements Claim {}
}
