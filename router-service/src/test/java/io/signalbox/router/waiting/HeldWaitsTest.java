package io.signalbox.router.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeldWaitsTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HeldWaits held = new HeldWaits(1);

    @Test
    void thereIsNoPlaceMoreThanConfigured() {
        assertThat(held.take()).isTrue();
        assertThat(held.take()).isFalse();
    }

    @Test
    void aPlaceIsFreeAgainAfterTheWait() {
        assertThat(held.take()).isTrue();

        held.hold(Uni.createFrom().voidItem(), Duration.ofMillis(1)).await().atMost(LIMIT);

        assertThat(held.take()).isTrue();
    }

    @Test
    void aPlaceIsFreeAgainWhereTheWaitFailsOrIsGivenUp() {
        assertThat(held.take()).isTrue();
        held.hold(Uni.createFrom().failure(new IllegalStateException("a test")), LIMIT)
                .onFailure()
                .recoverWithNull()
                .await()
                .atMost(LIMIT);
        assertThat(held.take()).isTrue();

        held.hold(Uni.createFrom().voidItem(), LIMIT).subscribe().with(ignored -> {}).cancel();

        assertThat(held.take()).isTrue();
    }
}
