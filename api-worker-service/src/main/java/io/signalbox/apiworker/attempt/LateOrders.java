package io.signalbox.apiworker.attempt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.signalbox.contracts.event.AttemptDispatched;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Tells of orders whose deadline was over when they came, so that they do not expire unseen. They
 * waited too long in their queue, or this machine's clock is ahead of those that admit jobs: from
 * here the two look alike, so both are named. Thread-safe.
 */
@Singleton
class LateOrders {

    private static final Logger LOG = Logger.getLogger(LateOrders.class);

    /** Between two warnings; in between they are only counted. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Counter late;
    private final InstantSource clock;
    private final Consumer<String> warning;
    private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.MIN);

    @Inject
    LateOrders(MeterRegistry meters) {
        this(meters, InstantSource.system(), LOG::warn);
    }

    LateOrders(MeterRegistry meters, InstantSource clock, Consumer<String> warning) {
        this.late =
                Counter.builder("signalbox.api_worker.orders.late")
                        .description("Orders whose deadline was over when they came")
                        .register(meters);
        this.clock = clock;
        this.warning = warning;
    }

    /** An order has come that will not be begun; where that is not for its deadline: nothing. */
    void came(AttemptDispatched order) {
        Instant now = clock.instant();
        Instant deadline = order.admitted().deadline();
        if (now.isBefore(deadline)) {
            return;
        }
        late.increment();
        Instant until = quietUntil.get();
        if (!now.isBefore(until) && quietUntil.compareAndSet(until, now.plus(PAUSE))) {
            warning.accept(
                    "an order came after its deadline, attemptId=%s: ordered at %s, deadline %s, here it is %s. The queue is that far behind, or this machine's clock is ahead; further ones of the next minute are only counted"
                            .formatted(order.attemptId(), order.dispatchedAt(), deadline, now));
        }
    }
}
