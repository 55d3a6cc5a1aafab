package io.signalbox.contracts.event;

import io.signalbox.contracts.job.JobId;

/**
 * A record on a topic that is about one job. Its key is the job's id, its {@code ce_type} header is
 * in {@link RecordType}.
 */
public sealed interface SignalboxRecord
        permits JobAdmitted,
                AttemptDispatched,
                AttemptRerouted,
                JobRouted,
                AttemptStarted,
                AttemptFinished,
                JobWaiting,
                JobPostponed,
                JobFinished,
                CancelRequested,
                ModelCommand,
                Chunk,
                Step {

    JobId jobId();
}
