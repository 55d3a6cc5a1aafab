package io.signalbox.apiworker.attempt;

import io.signalbox.messaging.ReplayListener;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;

/**
 * Attempts finished before a restart or rebalance are known before the channel {@code
 * api-worker-attempts} goes on.
 */
@Singleton
@Identifier("api-worker-attempts")
final class InteractiveReplay extends ReplayListener {

    InteractiveReplay(Attempts attempts) {
        super(attempts::readBack);
    }
}
