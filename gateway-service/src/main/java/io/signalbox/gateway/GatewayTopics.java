package io.signalbox.gateway;

import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.topics.TopicsUsed;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the gateway writes and reads. */
final class GatewayTopics {

    private GatewayTopics() {}

    @Produces
    @Singleton
    static TopicsUsed topics() {
        return TopicsUsed.of(
                Topic.JOBS,
                Topic.ADMITTED,
                Topic.RESULTS,
                Topic.PROGRESS,
                Topic.EVENTS,
                Topic.CONTROLS,
                Topic.INSIGHTS,
                Topic.DEAD_LETTERS);
    }
}
