package io.signalbox.metrics;

import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.topics.TopicsUsed;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the ledger reads, and where it tells what it has learnt. */
final class MetricsTopics {

    private MetricsTopics() {}

    @Produces
    @Singleton
    static TopicsUsed topics() {
        return TopicsUsed.of(Topic.ADMITTED, Topic.RESULTS, Topic.EVENTS, Topic.INSIGHTS);
    }
}
