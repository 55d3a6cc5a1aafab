package io.signalbox.router.dispatch;

import io.signalbox.messaging.ReplayListener;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;

/**
 * Orders given before a restart or rebalance are known before the channel {@code router-admitted}
 * goes on, and decisions under way are written before a partition goes.
 */
@Singleton
@Identifier("router-admitted")
final class AdmittedReplay extends ReplayListener {

    AdmittedReplay(Decisions decisions, HeldJobs held) {
        super(decisions::readBack, held::assigned, held::letGo);
    }
}
