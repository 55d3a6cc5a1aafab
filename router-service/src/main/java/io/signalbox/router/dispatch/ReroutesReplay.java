package io.signalbox.router.dispatch;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;

/** {@link DecisionReplay} of the channel {@code router-reroutes}. */
@Singleton
@Identifier("router-reroutes")
final class ReroutesReplay extends DecisionReplay {

    ReroutesReplay(Decisions decisions) {
        super(decisions);
    }
}
