package io.signalbox.cliworker;

import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.topics.TopicsUsed;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the CLI agent worker writes and reads, its agents' queues aside. */
final class CliWorkerTopics {

    private CliWorkerTopics() {}

    @Produces
    @Singleton
    static TopicsUsed topics() {
        return TopicsUsed.of(
                Topic.REROUTES,
                Topic.RESULTS,
                Topic.PROGRESS,
                Topic.EVENTS,
                Topic.CONTROLS,
                Topic.FLEET,
                Topic.DEAD_LETTERS);
    }
}
