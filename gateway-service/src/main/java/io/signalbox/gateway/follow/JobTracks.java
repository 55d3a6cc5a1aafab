package io.signalbox.gateway.follow;

import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.KafkaAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

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
                        partitionOf(jobId, Topic.EVENTS.defaultPartitions())),
                new TopicPartition(address.topicName(Topic.PROGRESS), replyPartition),
                new TopicPartition(address.topicName(Topic.RESULTS), replyPartition));
    }

    /** Where Kafka's default partitioner puts a key. */
    static int partitionOf(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
