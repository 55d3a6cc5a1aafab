package io.signalbox.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventsTest {

    static Stream<SignalboxRecord> everyRecordCanTravel() {
        JobAdmitted admitted = Events.admitted("hello");
        AttemptDispatched dispatched = Events.dispatched(admitted, Events.ACME, Events.BOLT);
        return Stream.of(
                admitted,
                dispatched,
                Events.fallback(Events.rerouted(dispatched, ErrorClass.OVERLOADED)),
                Events.routed(dispatched),
                Events.started(dispatched, "run-1"),
                Events.chunk(dispatched, "run-1", 0, "he"),
                Events.succeeded(dispatched, "run-1"),
                Events.failed(dispatched, "run-1", ErrorClass.TIMEOUT),
                Events.answered(dispatched, "hello to you"),
                Events.ended(admitted, JobStatus.EXPIRED, ErrorClass.EXPIRED));
    }

    @ParameterizedTest
    @MethodSource
    void everyRecordCanTravel(SignalboxRecord event) throws IOException {
        assertThat(Json.read(Json.bytes(event), event.getClass())).isEqualTo(event);
    }
}
