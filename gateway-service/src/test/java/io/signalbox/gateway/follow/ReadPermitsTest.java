package io.signalbox.gateway.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadPermitsTest {

    private final ReadPermits permits = new ReadPermits(1, Duration.ofMillis(1));

    @Test
    void whoseTurnDoesNotComeIsToldSo() throws IOException, InterruptedException {
        permits.with(() -> {
            assertThatThrownBy(() -> permits.with(() -> "never"))
                    .isInstanceOf(ReadPermits.BusyException.class);
            return "read";
        });

        // And afterwards there is room again
        assertThat(permits.<String>with(() -> "read")).isEqualTo("read");
    }

    @Test
    void aReadingThatFailsGivesItsPermitBack() throws IOException, InterruptedException {
        assertThatThrownBy(() ->
                        permits.with(() -> {
                            throw new IOException("broken");
                        }))
                .hasMessage("broken");

        assertThat(permits.<String>with(() -> "read")).isEqualTo("read");
    }
}
