package io.signalbox.gateway.store;

import io.signalbox.contracts.job.JobId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A place in the list of jobs, newest first: just after the job with this time and id, be it still
 * there or not.
 *
 * @param admittedAt in whole microseconds, as Postgres keeps it
 */
public record JobCursor(Instant admittedAt, String jobId) {

    /** As callers hand it back: {@code <epoch microseconds>-<job id>}. */
    public String text() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, admittedAt) + "-" + jobId;
    }

    /**
     * @throws IllegalArgumentException for a text that {@link #text} has not made
     */
    public static JobCursor parse(String text) {
        int dash = text.indexOf('-');
        try {
            return new JobCursor(
                    Instant.EPOCH.plus(Long.parseLong(text, 0, dash, 10), ChronoUnit.MICROS),
                    JobId.parse(text.substring(dash + 1)).value());
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | DateTimeException
                | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'%s' is no cursor; it is the field next of the page before".formatted(text),
                    e);
        }
    }
}
