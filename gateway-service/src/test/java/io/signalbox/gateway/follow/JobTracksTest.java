package io.signalbox.gateway.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.messaging.KafkaAddress;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobTracksTest {

    @ParameterizedTest
    @ValueSource(strings = {"01JD7Z7Q8M0000000000000000", "01M7XQQFMGKJ8485Z234G26RS8", "a", ""})
    void factsAreWhereKafkasPartitionerPutsThem(String jobId) {
        JobTrack track = new JobTracks(new KafkaAddress("localhost:1", "sb")).of(jobId, 7);

        assertThat(track.events().partition())
                .isEqualTo(
                        BuiltInPartitioner.partitionForKey(
                                jobId.getBytes(StandardCharsets.UTF_8), 12));
        assertThat(track.progress()).hasToString("sb.progress-7");
        assertThat(track.results()).hasToString("sb.results-7");
    }
}
