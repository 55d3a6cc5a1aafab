package io.signalbox.apiworker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeferralPauseTest {

    private static final Duration PERMIT_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final DeferralPause pause = new DeferralPause(PERMIT_WAIT, LONGEST);

    @Test
    void theOnlyOneComesBackSoonWhateverACallTakes() {
        assertThat(pause.next(0, Duration.ofMinutes(10), 1)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void whileFewAreAwayNoneStaysAwayLongerThanItWaits() {
        for (int order = 0; order < 8; order++) {
            assertThat(pause.next(0, Duration.ofMinutes(10), 1)).isLessThanOrEqualTo(PERMIT_WAIT);
        }
    }

    @Test
    void manyAreSpreadTwiceAsCloseAsTheyAreServed() {
        // Given a provider that serves 160 a second, and 800 orders more than it has room for
        List<Duration> pauses = new ArrayList<>();
        for (int order = 0; order < 800; order++) {
            pauses.add(pause.next(0, Duration.ofMillis(400), 64));
        }

        // Then they come back over half the time in which they can be served
        assertThat(pauses).isSorted();
        assertThat(pauses.getLast()).isEqualTo(Duration.ofMillis(2_500));
        assertThat(pauses.get(399)).isEqualTo(Duration.ofMillis(1_250));
    }

    @Test
    void neverLongerThanTheLongest() {
        Duration last = Duration.ZERO;
        for (int order = 0; order < 1_000; order++) {
            last = pause.next(0, Duration.ofSeconds(30), 1);
        }

        assertThat(last).isEqualTo(LONGEST);
    }

    @Test
    void whoeverIsBackCountsNoLonger() {
        for (int order = 0; order < 1_000; order++) {
            pause.next(0, Duration.ofSeconds(30), 1);
        }

        assertThat(pause.next(LONGEST.toNanos() + 1, Duration.ofSeconds(30), 1))
                .isLessThan(Duration.ofSeconds(1));
    }
}
