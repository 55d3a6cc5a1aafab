package io.signalbox.contracts.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;

/**
 * A job has ended. Its JSON is the public result itself. The first by offset in the job's results
 * partition stands; later ones are duplicates for every reader.
 */
public record JobFinished(@JsonValue JobResult result) implements SignalboxRecord {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public JobFinished {}

    @Override
    public JobId jobId() {
        return result.jobId();
    }
}
