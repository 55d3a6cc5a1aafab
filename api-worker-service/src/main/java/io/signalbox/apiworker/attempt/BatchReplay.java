package io.signalbox.apiworker.attempt;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;

/** {@link AttemptReplay} of the channel {@code api-worker-batch}. */
@Singleton
@Identifier("api-worker-batch")
final class BatchReplay extends AttemptReplay {

    BatchReplay(Attempts attempts) {
        super(attempts);
    }
}
