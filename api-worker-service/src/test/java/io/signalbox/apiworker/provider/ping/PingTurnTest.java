package io.signalbox.apiworker.provider.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.LoadedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PingTurnTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final PingTurn turn = new PingTurn();
    private Instant now = NOW;
    private Optional<Instant> lastCall = Optional.empty();

    @Test
    void whatStaysInMemoryIsPingedAgainAndAgain() {
        LoadedModel served = new LoadedModel("m", true, null);

        ping(served, served);

        assertThat(next(served)).contains(served);
    }

    @Test
    void whatIsInMemoryForGoodIsPingedAgainAndAgain() {
        LoadedModel before = idle(NOW.plus(Duration.ofDays(100_000)));
        LoadedModel after = idle(NOW.plus(Duration.ofDays(100_001)));

        ping(before, after);

        assertThat(next(after)).contains(after);
    }

    @Test
    void whatAPingWouldKeepInMemoryIsPingedOnceAfterEachUse() {
        // Given
        LoadedModel after = idle(NOW.plusSeconds(360));
        ping(idle(NOW.plusSeconds(300)), after);

        // When nobody uses it, then its time runs out
        now = NOW.plusSeconds(60);
        assertThat(next(after)).isEmpty();

        // When somebody does, of whom only the server knows
        LoadedModel used = idle(NOW.plusSeconds(390));
        assertThat(next(used)).contains(used);
        LoadedModel again = idle(NOW.plusSeconds(420));
        ping(used, again);
        assertThat(next(again)).isEmpty();

        // When a job does
        lastCall = Optional.of(now.plusSeconds(1));
        assertThat(next(again)).contains(again);
    }

    @Test
    void whereThePingMadeNothingLaterItMayBeMadeAgain() {
        LoadedModel model = idle(NOW.plusSeconds(300));

        ping(model, model);

        assertThat(next(model)).contains(model);
    }

    @Test
    void aServerThatDoesNotTellItsTimeIsTakenToPutItOff() {
        LoadedModel model = idle(null);

        ping(model, model);
        assertThat(next(model)).isEmpty();

        lastCall = Optional.of(NOW.plusSeconds(9));
        assertThat(next(model)).contains(model);
    }

    @Test
    void whatIsAboutToBeTakenOutIsLeftAlone() {
        assertThat(next(idle(NOW.plus(LIMIT)))).isEmpty();
        assertThat(next(idle(NOW.plus(LIMIT).plusMillis(1)))).isPresent();
    }

    @Test
    void whatTheServerRefusedIsNotAskedAgainUntilItIsLoadedAnew() {
        LoadedModel vectors = new LoadedModel("vectors", true, null);
        LoadedModel other = new LoadedModel("other", true, null);
        turn.pinged(vectors, Optional.of(vectors), PingTurn.End.REFUSED, now);

        assertThat(next(vectors, other)).contains(other);
        assertThat(next()).isEmpty();
        assertThat(next(vectors)).contains(vectors);
    }

    @Test
    void whatDidNotAnswerIsAskedOn() {
        LoadedModel hung = idle(null);
        turn.pinged(hung, Optional.of(hung), PingTurn.End.FAILED, now);

        assertThat(next(hung)).contains(hung);
    }

    private static LoadedModel idle(@Nullable Instant until) {
        return new LoadedModel("m", false, until);
    }

    private void ping(LoadedModel before, LoadedModel after) {
        turn.pinged(before, Optional.of(after), PingTurn.End.ANSWERED, now);
    }

    private Optional<LoadedModel> next(LoadedModel... loaded) {
        return turn.next(List.of(loaded), model -> lastCall, LIMIT, now);
    }
}
