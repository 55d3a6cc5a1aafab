package io.signalbox.router.dispatch;

import io.signalbox.messaging.ReplayListener;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;

/**
 * Orders given before a restart or rebalance are known before the channel {@code router-reroutes}
 * goes on.
 */
@Singleton
@Identifier("router-reroutes")
final class ReroutesReplay extends ReplayListener {

    ReroutesReplay(Decisions decisions) {
        super(decisions::readBack, partitions -> {}, partitions -> {});
    }
}
