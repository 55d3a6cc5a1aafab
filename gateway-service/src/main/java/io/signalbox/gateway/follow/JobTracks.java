package io.signalbox.gateway.follow;

import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.KeyPartition;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.common.TopicPartition;

/** Finds the partitions of a job. */
@ApplicationScoped
class JobTracks {

    private final KafkaAddress address;

    JobTracks(KafkaAddress address) {
        this.address = address;
    }

    JobTrack of(String jobId, int replyPartition) {
        return new JobTrack(
                jobId,
                new TopicPartition(
                        address.topicName(Topic.EVENTS),
                        KeyPartition.of(jobId, Topic.EVENTS.defaultPartitions())),
                new TopicPartition(address.topicName(Topic.PROGRESS), replyPartition),
                new TopicPartition(address.topicName(Topic.RESULTS), replyPartition));
    }
}
