package io.signalbox.gateway.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    private static final TopicPartition EVENTS = new TopicPartition("events", 3);
    private static final TopicPartition PROGRESS = new TopicPartition("progress", 7);
    private static final TopicPartition RESULTS = new TopicPartition("results", 7);
    private static final JobTrack TRACK = new JobTrack("J", EVENTS, PROGRESS, RESULTS);

    private final Position position =
            Position.startingAt(TRACK, Map.of(EVENTS, 1042L, PROGRESS, 88L, RESULTS, 15L));

    @Test
    void itsTextHoldsAllOfIt() {
        // Given
        position.pass(PROGRESS, 90);
        position.passFailure(1);
        position.passFailure(9);

        // When
        Position read = Position.parse(position.toString(), TRACK);

        // Then
        assertThat(position).hasToString("e3-1042.p7-91.r7-15.a0202");
        assertThat(read).hasToString(position.toString());
        assertThat(read.passFailure(1)).isFalse();
        assertThat(read.passFailure(9)).isFalse();
        assertThat(read.passFailure(2)).isTrue();
        assertThat(read.hasEnded()).isFalse();
    }

    @Test
    void theLastOneSaysSo() {
        position.end();

        assertThat(Position.parse(position.toString(), TRACK).hasEnded()).isTrue();
    }

    @Test
    void aRecordPassesOnce() {
        assertThat(position.pass(EVENTS, 1041)).isFalse();
        assertThat(position.pass(EVENTS, 1042)).isTrue();
        assertThat(position.pass(EVENTS, 1042)).isFalse();
        assertThat(position.pass(EVENTS, 2000)).isTrue();
        assertThat(position.next(EVENTS)).isEqualTo(2001);
        assertThat(position.next(PROGRESS)).isEqualTo(88);
    }

    @Test
    void itNeverGoesBack() {
        position.advance(EVENTS, 10);

        assertThat(position.next(EVENTS)).isEqualTo(1042);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "banana",
                "e3-1.p7-2",
                "e3-1.p7-2.r7-3",
                "e3--1.p7-2.r7-3.a",
                "e4-1.p7-2.r7-3.a",
                "e3-1.p8-2.r7-3.a",
                "e3-1.p7-2.r8-3.a",
                "e3-1.p7-2.r7-3.a0",
                "e3-99999999999999999999.p7-2.r7-3.a",
                "e3-1.p7-2.r7-3.a.endless"
            })
    void whatIsNoIdOfThisJobIsRefusedInWords(String text) {
        assertThatThrownBy(() -> Position.parse(text, TRACK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("job J");
    }
}
