package io.signalbox.apiworker.attempt;

import io.signalbox.messaging.ReplayListener;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;

/**
 * Attempts finished before a restart or rebalance are known before the channel {@code
 * api-worker-batch} goes on.
 */
@Singleton
@Identifier("api-worker-batch")
final class BatchReplay extends ReplayListener {

    BatchReplay(Attempts attempts) {
        super(attempts::readBack);
    }
}
