package io.signalbox.gateway.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InOrderTest {

    private static final Duration WINDOW = Duration.ofMillis(40);
    private static final long MS = 1_000_000;

    private final InOrder ordered = new InOrder();

    @Test
    void whatCameLaterButWasWrittenEarlierGoesFirst() {
        // Given
        ordered.add(at("progress", 0, 105), 0, WINDOW);
        ordered.add(at("events", 0, 100), 30 * MS, WINDOW);

        // Then the first has to wait for the one that belongs before it
        assertThat(ordered.poll(40 * MS)).isNull();
        assertThat(ordered.untilNext(40 * MS, Duration.ofSeconds(1)))
                .isEqualTo(Duration.ofMillis(30));

        // And then both come in order
        assertThat(offsets(70 * MS)).containsExactly("events-0", "progress-0");
        assertThat(ordered.isEmpty()).isTrue();
    }

    @Test
    void nothingComesBeforeItsWindowIsOver() {
        ordered.add(at("events", 0, 100), 0, WINDOW);

        assertThat(ordered.poll(40 * MS - 1)).isNull();
        assertThat(ordered.poll(40 * MS)).isNotNull();
        assertThat(ordered.untilNext(50 * MS, Duration.ofSeconds(1)))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void recordsOfOnePartitionKeepTheirOrderWhateverTheClocksSay() {
        ordered.add(at("events", 0, 200), 0, WINDOW);
        ordered.add(at("events", 1, 100), 0, WINDOW);
        ordered.add(at("progress", 0, 150), 0, WINDOW);

        assertThat(offsets(40 * MS)).containsExactly("progress-0", "events-0", "events-1");
    }

    @Test
    void ofEqualTimesTheFirstToComeIsFirst() {
        ordered.add(at("results", 0, 100), 0, WINDOW);
        ordered.add(at("events", 0, 100), 0, WINDOW);

        assertThat(offsets(40 * MS)).containsExactly("results-0", "events-0");
    }

    @Test
    void withoutWaitingItGivesWhatIsOldEnough() {
        ordered.add(at("events", 0, 100), 0, Duration.ZERO);
        ordered.add(at("events", 1, 110), 0, Duration.ZERO);

        assertThat(ordered.pollUntil(99)).isNull();
        assertThat(Optional.ofNullable(ordered.pollUntil(105)).map(ConsumerRecord::offset))
                .contains(0L);
        assertThat(ordered.pollUntil(105)).isNull();
        assertThat(Optional.ofNullable(ordered.pollUntil(110)).map(ConsumerRecord::offset))
                .contains(1L);
    }

    private List<String> offsets(long nowNanos) {
        List<String> offsets = new ArrayList<>();
        for (@Nullable ConsumerRecord<String, byte[]> next = ordered.poll(nowNanos);
                next != null;
                next = ordered.poll(nowNanos)) {
            offsets.add(next.topic() + "-" + next.offset());
        }
        return offsets;
    }

    private static ConsumerRecord<String, byte[]> at(String topic, long offset, long time) {
        return new ConsumerRecord<>(
                topic,
                0,
                offset,
                time,
                TimestampType.CREATE_TIME,
                0,
                0,
                "J",
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
    }
}
