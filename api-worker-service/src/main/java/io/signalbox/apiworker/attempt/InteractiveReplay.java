package io.signalbox.apiworker.attempt;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;

/** {@link AttemptReplay} of the channel {@code api-worker-attempts}. */
@Singleton
@Identifier("api-worker-attempts")
final class InteractiveReplay extends AttemptReplay {

    InteractiveReplay(Attempts attempts) {
        super(attempts);
    }
}
