package io.signalbox.gateway.follow;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * The three partitions in which everything about one job is written.
 *
 * @param jobId the key of its records
 */
record JobTrack(
        String jobId, TopicPartition events, TopicPartition progress, TopicPartition results) {

    List<TopicPartition> partitions() {
        return List.of(events, progress, results);
    }
}
