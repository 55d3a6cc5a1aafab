package io.signalbox.router.dispatch;

import io.signalbox.messaging.ReplayListener;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;

/**
 * Orders given before a restart or rebalance are known before the channel {@code router-reroutes}
 * goes on, and decisions under way are written before a partition goes.
 */
@Singleton
@Identifier("router-reroutes")
final class ReroutesReplay extends ReplayListener {

    ReroutesReplay(Decisions decisions, HeldJobs held) {
        super(decisions::readBack, held::assigned, held::letGo);
    }
}
