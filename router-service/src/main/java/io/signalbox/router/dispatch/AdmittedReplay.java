package io.signalbox.router.dispatch;

import io.signalbox.messaging.ReplayListener;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;

/**
 * Orders given before a restart or rebalance are known before the channel {@code router-admitted}
 * goes on.
 */
@Singleton
@Identifier("router-admitted")
final class AdmittedReplay extends ReplayListener {

    AdmittedReplay(Decisions decisions) {
        super(decisions::readBack, partitions -> {}, partitions -> {});
    }
}
