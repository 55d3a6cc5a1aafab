package io.signalbox.apiworker.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.event.Chunk.ToolCallDelta;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SparseChunksTest {

    private static final Instant BEGUN = Instant.parse("2026-11-21T10:00:00Z");

    private final SparseChunks chunks = new SparseChunks(Duration.ofMillis(250), BEGUN);

    private record Written(
            @Nullable String text, @Nullable String reasoning, List<ToolCallDelta> toolCalls) {}

    @Test
    void atMostOneIsDueInAnInterval() {
        assertThat(chunks.isDue(after(0))).isFalse();
        assertThat(chunks.isDue(after(249))).isFalse();
        assertThat(chunks.isDue(after(260))).isTrue();
        assertThat(chunks.isDue(after(261))).isFalse();
        assertThat(chunks.isDue(after(509))).isFalse();
        assertThat(chunks.isDue(after(510))).isTrue();
    }

    @Test
    void whatCameInPiecesIsWrittenAsOneAndOnce() {
        chunks.add("hel", null, List.of());
        chunks.add(null, "hm", List.of());
        chunks.add("lo", "m", List.of());

        assertThat(taken()).isEqualTo(new Written("hello", "hmm", List.of()));

        chunks.add("!", null, List.of());
        assertThat(taken()).isEqualTo(new Written("!", null, List.of()));
    }

    @Test
    void piecesOfOneToolCallAreJoinedAndThoseOfTwoAreNot() {
        chunks.add(null, null, List.of(new ToolCallDelta(0, "a", "weather", "{\"ci")));
        chunks.add(null, null, List.of(new ToolCallDelta(0, null, null, "ty\":1}")));
        chunks.add(null, null, List.of(new ToolCallDelta(1, "b", "time", null)));

        assertThat(taken().toolCalls())
                .containsExactly(
                        new ToolCallDelta(0, "a", "weather", "{\"city\":1}"),
                        new ToolCallDelta(1, "b", "time", null));
    }

    private Written taken() {
        Written[] written = new Written[1];
        chunks.take((text, reasoning, calls) -> written[0] = new Written(text, reasoning, calls));
        return written[0];
    }

    private static Instant after(long ms) {
        return BEGUN.plusMillis(ms);
    }
}
