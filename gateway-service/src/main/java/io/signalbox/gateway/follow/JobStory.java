package io.signalbox.gateway.follow;

import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.AttemptStarted;
import io.signalbox.contracts.event.CancelRequested;
import io.signalbox.contracts.event.Chunk;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.event.JobRouted;
import io.signalbox.contracts.event.JobWaiting;
import io.signalbox.contracts.event.ModelCommand;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.event.Step;
import io.signalbox.contracts.job.JobResult;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a job's records into what is told of them. The end is held back: facts that are written
 * just after it belong before it. Used by one thread.
 */
final class JobStory {

    private final Position position;
    private final Set<Integer> routed = new HashSet<>();
    private final Set<Integer> finished = new HashSet<>();
    private @Nullable JobResult end;

    /**
     * @param position knows the failures that were told before
     */
    JobStory(Position position) {
        this.position = position;
    }

    /** What is told of a record now; nothing of an end. */
    Optional<JobEvent> tell(SignalboxRecord told) {
        return switch (told) {
            case JobRouted record -> {
                if (record.attemptId() != null) {
                    routed.add(record.attemptId().number());
                }
                yield Optional.of(JobEvent.Routed.of(record));
            }
            case AttemptStarted record -> Optional.of(JobEvent.Started.of(record));
            case Chunk record -> Optional.of(JobEvent.Part.of(record));
            case Step record -> Optional.of(JobEvent.StepTaken.of(record));
            case AttemptFinished record -> failure(record);
            case JobWaiting record -> Optional.of(JobEvent.Waiting.of(record));
            case JobFinished record -> {
                end = end == null ? record.result() : end;
                yield Optional.empty();
            }
            case JobAdmitted _,
                    AttemptDispatched _,
                    AttemptRerouted _,
                    JobPostponed _,
                    CancelRequested _,
                    ModelCommand _ ->
                    Optional.empty();
        };
    }

    private Optional<JobEvent> failure(AttemptFinished fact) {
        int number = fact.attemptId().number();
        finished.add(number);
        return fact.outcome() == Outcome.FAILED && position.passFailure(number)
                ? Optional.of(JobEvent.AttemptFailed.of(fact))
                : Optional.empty();
    }

    /** The first end by offset, null before it. */
    @Nullable JobResult end() {
        return end;
    }

    /** Whether every fact of the end's attempts has been told: nothing is left to wait for. */
    boolean isWhole() {
        return end != null
                && end.attempts().stream()
                        .map(AttemptReport::number)
                        .allMatch(number -> routed.contains(number) && finished.contains(number));
    }

    /** An attempt's failure, where only the end tells of it. */
    Optional<JobEvent> tell(AttemptReport ofTheEnd) {
        return ofTheEnd.outcome() == Outcome.FAILED && position.passFailure(ofTheEnd.number())
                ? Optional.of(JobEvent.AttemptFailed.of(ofTheEnd))
                : Optional.empty();
    }
}
