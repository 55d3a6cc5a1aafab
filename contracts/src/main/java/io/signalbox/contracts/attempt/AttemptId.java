package io.signalbox.contracts.attempt;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Required;

/**
 * Names one attempt: {@code <jobId>/<number>}.
 *
 * @param number 1 for a job's first attempt
 */
public record AttemptId(JobId jobId, int number) {

    public AttemptId {
        Required.field("job_id", jobId);
        if (number < 1) {
            throw new IllegalArgumentException(
                    "attempt number %d is less than 1".formatted(number));
        }
    }

    @JsonCreator
    public static AttemptId parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "attempt id '%s' is not <jobId>/<number>".formatted(text));
        }
        return new AttemptId(
                JobId.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    public AttemptId next() {
        return new AttemptId(jobId, number + 1);
    }

    @JsonValue
    @Override
    public String toString() {
        return jobId.value() + "/" + number;
    }
}
