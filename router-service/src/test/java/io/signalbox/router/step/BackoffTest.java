package io.signalbox.router.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration HALF_SECOND = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @Test
    void doublesFromTheFirstPause() {
        Backoff backoff = new Backoff(LONGEST, Draws.always(0.5));

        assertThat(backoff.pause(HALF_SECOND, 0)).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.pause(HALF_SECOND, 1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.pause(HALF_SECOND, 2)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void spreadsByAQuarterEitherWay() {
        assertThat(new Backoff(LONGEST, Draws.always(0)).pause(HALF_SECOND, 0))
                .isEqualTo(Duration.ofMillis(375));
        assertThat(new Backoff(LONGEST, Draws.always(Math.nextDown(1.0))).pause(HALF_SECOND, 0))
                .isEqualTo(Duration.ofMillis(625));
    }

    @Test
    void neverPassesTheLongest() {
        assertThat(new Backoff(LONGEST, RandomGenerator.getDefault()).pause(HALF_SECOND, 1_000))
                .isEqualTo(LONGEST);
    }
}
