package io.signalbox.apiworker.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.testsupport.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LateOrdersTest {

    private final AttemptDispatched order =
            Events.dispatched(Events.admitted("question"), Events.ACME);
    private final Instant deadline = order.admitted().deadline();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> warnings = new ArrayList<>();
    private Instant now = deadline;
    private final LateOrders late = new LateOrders(meters, () -> now, warnings::add);

    @Test
    void eachIsCountedAndOneAMinuteIsTold() {
        late.came(order);
        late.came(order);
        now = deadline.plus(Duration.ofSeconds(59));
        late.came(order);

        assertThat(counted()).isEqualTo(3);
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains(order.attemptId().toString(), deadline.toString(), "clock is ahead");

        now = deadline.plus(Duration.ofMinutes(1));
        late.came(order);
        assertThat(warnings).hasSize(2);
    }

    @Test
    void whatComesBeforeItsDeadlineIsNotLate() {
        now = deadline.minusMillis(1);

        late.came(order);

        assertThat(counted()).isZero();
        assertThat(warnings).isEmpty();
    }

    private double counted() {
        return meters.counter("signalbox.api_worker.orders.late").count();
    }
}
