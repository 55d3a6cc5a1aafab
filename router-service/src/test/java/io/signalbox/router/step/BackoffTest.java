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
        Backoff backoff = new Backoff(LONGEST);
        RandomGenerator middle = Draws.always(0.5);

        assertThat(backoff.pause(HALF_SECOND, 0, middle)).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.pause(HALF_SECOND, 1, middle)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.pause(HALF_SECOND, 2, middle)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void spreadsByAQuarterEitherWay() {
        assertThat(new Backoff(LONGEST).pause(HALF_SECOND, 0, Draws.always(0)))
                .isEqualTo(Duration.ofMillis(375));
        assertThat(new Backoff(LONGEST).pause(HALF_SECOND, 0, Draws.always(Math.nextDown(1.0))))
                .isEqualTo(Duration.ofMillis(625));
    }

    @Test
    void neverPassesTheLongest() {
        assertThat(new Backoff(LONGEST).pause(HALF_SECOND, 1_000, RandomGenerator.getDefault()))
                .isEqualTo(LONGEST);
    }
}
