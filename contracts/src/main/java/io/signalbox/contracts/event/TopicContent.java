package io.signalbox.contracts.event;

import static io.signalbox.contracts.event.RecordType.ATTEMPT_DISPATCHED;
import static io.signalbox.contracts.event.RecordType.ATTEMPT_FINISHED;
import static io.signalbox.contracts.event.RecordType.ATTEMPT_REROUTED;
import static io.signalbox.contracts.event.RecordType.ATTEMPT_STARTED;
import static io.signalbox.contracts.event.RecordType.CANCEL_REQUESTED;
import static io.signalbox.contracts.event.RecordType.CHUNK;
import static io.signalbox.contracts.event.RecordType.JOB_ADMITTED;
import static io.signalbox.contracts.event.RecordType.JOB_FINISHED;
import static io.signalbox.contracts.event.RecordType.JOB_POSTPONED;
import static io.signalbox.contracts.event.RecordType.JOB_ROUTED;
import static io.signalbox.contracts.event.RecordType.JOB_WAITING;
import static io.signalbox.contracts.event.RecordType.MODEL_COMMAND;
import static io.signalbox.contracts.event.RecordType.STEP;

import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.wire.Topic;
import java.util.List;

/** What a topic holds: the one list of which record is where. */
public sealed interface TopicContent {

    /**
     * Records that name their type in {@code ce_type}.
     *
     * @param types those that may be there
     */
    record Typed(List<RecordType> types) implements TopicContent {}

    /**
     * Values of one shape, without {@code ce_type}.
     *
     * @param valueClass what each value is
     */
    record Plain(Class<?> valueClass) implements TopicContent {}

    /** Bytes of any shape, as they came. */
    record AsItCame() implements TopicContent {}

    static TopicContent of(Topic topic) {
        return switch (topic) {
            case JOBS -> new Plain(Job.class);
            case ADMITTED -> typed(JOB_ADMITTED);
            case ATTEMPTS_API, ATTEMPTS_API_BATCH -> typed(ATTEMPT_DISPATCHED);
            case REROUTES -> typed(ATTEMPT_REROUTED, JOB_POSTPONED);
            case WAITING_5S, WAITING_1M, WAITING_10M, WAITING_1H -> typed(JOB_POSTPONED);
            case RESULTS -> typed(JOB_FINISHED);
            case PROGRESS -> typed(CHUNK, STEP);
            case EVENTS -> typed(JOB_ROUTED, ATTEMPT_STARTED, ATTEMPT_FINISHED, JOB_WAITING);
            case FLEET -> new Plain(ProviderReport.class);
            case INSIGHTS -> new Plain(Insight.class);
            case CONTROLS -> typed(CANCEL_REQUESTED, MODEL_COMMAND);
            case DEAD_LETTERS -> new AsItCame();
        };
    }

    private static TopicContent typed(RecordType... types) {
        return new Typed(List.of(types));
    }

    /**
     * @throws IllegalArgumentException if records of that type do not belong on that topic: nobody
     *     would read them there
     */
    static void check(Topic topic, RecordType type) {
        if (!(of(topic) instanceof Typed typed) || !typed.types().contains(type)) {
            throw new IllegalArgumentException(
                    "%s does not belong on the topic %s".formatted(type.typeName(), topic));
        }
    }
}
