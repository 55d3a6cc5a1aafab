package io.signalbox.apiworker;

import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.topics.TopicsUsed;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the API worker writes and reads. */
final class ApiWorkerTopics {

    private ApiWorkerTopics() {}

    @Produces
    @Singleton
    static TopicsUsed topics() {
        return TopicsUsed.of(
                Topic.ATTEMPTS_API,
                Topic.ATTEMPTS_API_BATCH,
                Topic.REROUTES,
                Topic.RESULTS,
                Topic.PROGRESS,
                Topic.EVENTS,
                Topic.CONTROLS,
                Topic.FLEET,
                Topic.DEAD_LETTERS);
    }
}
