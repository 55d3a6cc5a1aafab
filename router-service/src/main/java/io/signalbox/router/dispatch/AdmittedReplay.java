package io.signalbox.router.dispatch;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;

/** {@link DecisionReplay} of the channel {@code router-admitted}. */
@Singleton
@Identifier("router-admitted")
final class AdmittedReplay extends DecisionReplay {

    AdmittedReplay(Decisions decisions) {
        super(decisions);
    }
}
