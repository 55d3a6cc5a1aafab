package io.signalbox.gateway.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SeatTest {

    private static final JobTrack TRACK =
            new JobTrack(
                    "J",
                    new TopicPartition("events", 0),
                    new TopicPartition("progress", 0),
                    new TopicPartition("results", 0));

    private final Seat seat = new Seat(TRACK, 2);

    @Test
    void whoIsTooSlowGetsWhatIsHeldAndThenLosesItsSeat() throws InterruptedException {
        // When more comes than is held
        seat.offer(numbered(0));
        seat.offer(numbered(1));
        seat.offer(numbered(2));

        // Then what is held comes without a gap
        assertThat(seat.isLost()).isFalse();
        assertThat(seat.poll(Duration.ZERO)).isNotNull().returns(0L, ConsumerRecord::offset);
        assertThat(seat.isLost()).isFalse();
        assertThat(seat.poll(Duration.ZERO)).isNotNull().returns(1L, ConsumerRecord::offset);

        // And nothing that comes after the gap
        seat.offer(numbered(3));
        assertThat(seat.isLost()).isTrue();
        assertThat(seat.poll(Duration.ZERO)).isNull();
        assertThat(seat.poll(Duration.ZERO)).isNull();
    }

    @Test
    void aWakeUpEndsTheWait() throws InterruptedException {
        seat.wake();

        assertThat(seat.poll(Duration.ofSeconds(30))).isNull();
    }

    private static ConsumerRecord<String, byte[]> numbered(long offset) {
        return new ConsumerRecord<>("events", 0, offset, "J", new byte[0]);
    }
}
