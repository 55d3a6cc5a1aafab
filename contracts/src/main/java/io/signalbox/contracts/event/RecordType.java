package io.signalbox.contracts.event;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The name of each record in its {@code ce_type} header. The last part is the version: fields may
 * be added within one, never removed or given another meaning.
 */
public enum RecordType {
    JOB_ADMITTED("signalbox.job.admitted.v1", JobAdmitted.class),
    ATTEMPT_DISPATCHED("signalbox.attempt.dispatched.v1", AttemptDispatched.class),
    ATTEMPT_REROUTED("signalbox.attempt.rerouted.v1", AttemptRerouted.class),
    JOB_ROUTED("signalbox.job.routed.v1", JobRouted.class),
    ATTEMPT_STARTED("signalbox.attempt.started.v1", AttemptStarted.class),
    ATTEMPT_FINISHED("signalbox.attempt.finished.v1", AttemptFinished.class),
    JOB_WAITING("signalbox.job.waiting.v1", JobWaiting.class),
    JOB_POSTPONED("signalbox.job.postponed.v1", JobPostponed.class),
    JOB_FINISHED("signalbox.job.finished.v1", JobFinished.class),
    CANCEL_REQUESTED("signalbox.cancel.requested.v1", CancelRequested.class),
    MODEL_COMMAND("signalbox.model.command.v1", ModelCommand.class),
    CHUNK("signalbox.chunk.v1", Chunk.class),
    STEP("signalbox.step.v1", Step.class);

    private static final Map<String, RecordType> BY_NAME =
            Stream.of(values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    RecordType::typeName, Function.identity()));
    private static final Map<Class<?>, RecordType> BY_CLASS =
            Stream.of(values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    RecordType::recordClass, Function.identity()));

    private final String typeName;
    private final Class<? extends SignalboxRecord> recordClass;

    RecordType(String typeName, Class<? extends SignalboxRecord> recordClass) {
        this.typeName = typeName;
        this.recordClass = recordClass;
    }

    public String typeName() {
        return typeName;
    }

    public Class<? extends SignalboxRecord> recordClass() {
        return recordClass;
    }

    public static Optional<RecordType> named(String typeName) {
        return Optional.ofNullable(BY_NAME.get(typeName));
    }

    public static RecordType of(SignalboxRecord value) {
        RecordType type = BY_CLASS.get(value.getClass());
        if (type == null) {
            throw new IllegalArgumentException(value.getClass() + " has no record type");
        }
        return type;
    }
}
