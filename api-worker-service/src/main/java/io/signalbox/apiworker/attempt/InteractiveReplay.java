package io.signalbox.apiworker.attempt;

import io.signalbox.messaging.ReplayListener;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;

/**
 * What was begun, finished or cancelled before a restart or rebalance is known before the channel
 * {@code api-worker-attempts} goes on.
 */
@Singleton
@Identifier("api-worker-attempts")
final class InteractiveReplay extends ReplayListener {

    InteractiveReplay(Takeover takeover) {
        super(takeover::readBack, takeover::take, takeover::letGo);
    }
}
