package io.signalbox.messaging.fleet;

import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.topics.TopicsUsed;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the {@link FleetReader} needs, in whatever process it is. */
final class FleetTopics {

    private FleetTopics() {}

    @Produces
    @Singleton
    static TopicsUsed topics() {
        return TopicsUsed.of(Topic.FLEET);
    }
}
