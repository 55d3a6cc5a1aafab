package io.signalbox.router;

import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.topics.TopicsUsed;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the router writes and reads. */
final class RouterTopics {

    private RouterTopics() {}

    @Produces
    @Singleton
    static TopicsUsed topics() {
        return TopicsUsed.of(
                Topic.ADMITTED,
                Topic.ATTEMPTS_API,
                Topic.ATTEMPTS_API_BATCH,
                Topic.REROUTES,
                Topic.WAITING_5S,
                Topic.WAITING_1M,
                Topic.WAITING_10M,
                Topic.WAITING_1H,
                Topic.RESULTS,
                Topic.EVENTS,
                Topic.CONTROLS,
                Topic.DEAD_LETTERS);
    }
}
