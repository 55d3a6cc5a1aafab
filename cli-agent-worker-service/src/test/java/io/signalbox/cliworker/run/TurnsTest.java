package io.signalbox.cliworker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.cliworker.process.RunCancel;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pacing, the day's quota, and what a run costs. */
class TurnsTest {

    private static final Catalog CATALOG =
            new CatalogLoader(CatalogEnvironment.of(Map.of()))
                    .loadText(
                            "test.yaml",
                            """
                            version: 1
                            agents:
                              slow: {command: x, pacing: {min_delay: 2s, max_delay: 5s}}
                              few: {command: x, limits: {requests_per_day: 2}}
                              two: {command: x, limits: {requests_per_minute: 2}}
                              gratis: {command: x, free: true}
                            models:
                              - {id: anthropic/only-here, price: {input_per_1m: 1, output_per_1m: 10}}
                            """);

    private static final Duration HOUR = Duration.ofHours(1);

    private Instant now = Instant.parse("2026-11-20T23:59:00Z");
    private final InstantSource clock = () -> now;

    private static Agent agent(String name) {
        return CATALOG.agent(name).orElseThrow();
    }

    @Test
    void runsOfOneAgentBeginSomeTimeAfterEachOther() {
        Pace pace = new Pace(clock, new Random(1));

        Duration first = pace.next(agent("slow"), HOUR);
        Duration second = pace.next(agent("slow"), HOUR);
        Duration third = pace.next(agent("slow"), HOUR);

        assertThat(first).isZero();
        assertThat(second).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
        assertThat(third.minus(second)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
        assertThat(pace.next(agent("few"), HOUR)).isZero();

        now = now.plusSeconds(60);
        assertThat(pace.next(agent("slow"), HOUR)).isZero();
    }

    @Test
    void noMoreRunsBeginWithinAMinuteThanTheEntryAllows() {
        Pace pace = new Pace(clock, new Random(1));

        assertThat(pace.next(agent("two"), HOUR)).isZero();
        now = now.plusSeconds(10);
        assertThat(pace.next(agent("two"), HOUR)).isZero();
        now = now.plusSeconds(20);

        // The first began 30 s ago, the second 20 s ago, and the third begins in 30 s
        assertThat(pace.next(agent("two"), HOUR)).isEqualTo(Duration.ofSeconds(30));
        assertThat(pace.next(agent("two"), HOUR)).isEqualTo(Duration.ofSeconds(40));
        assertThat(pace.next(agent("two"), HOUR)).isEqualTo(Duration.ofSeconds(90));

        now = now.plusSeconds(200);
        assertThat(pace.next(agent("two"), HOUR)).isZero();
    }

    @Test
    void aRunThatComesTooLateLeavesItsTurnToTheNext() {
        Pace pace = new Pace(clock, new Random(1));
        assertThat(pace.next(agent("two"), HOUR)).isZero();
        assertThat(pace.next(agent("two"), HOUR)).isZero();

        for (int late = 0; late < 5; late++) {
            assertThat(pace.next(agent("two"), Duration.ofSeconds(10)))
                    .isEqualTo(Duration.ofMinutes(1));
        }

        assertThat(pace.next(agent("two"), HOUR)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whatIsRefusedBeforeItStartsUsesNothingOfTheDay(@TempDir Path directory) {
        Turns turns =
                new Turns(new Pace(clock, new Random(1)), new DayCount(directory, clock), clock);
        RunCancel nobody = new RunCancel();
        Instant deadline = now.plusSeconds(30);

        for (int made = 0; made < 5; made++) {
            assertThat(turns.await(agent("few"), deadline, nobody)).isEmpty();
        }
        assertThat(turns.take(agent("few"))).isEmpty();
        assertThat(turns.take(agent("few"))).isEmpty();

        assertThat(turns.take(agent("few"))).containsInstanceOf(RunOutcome.Deferred.class);
        assertThat(turns.await(agent("few"), deadline, nobody))
                .containsInstanceOf(RunOutcome.Deferred.class);
        assertThat(turns.await(agent("few"), now, nobody))
                .containsInstanceOf(RunOutcome.Expired.class);
    }

    @Test
    void aFileThatIsNoCountBeginsTheDayAnew(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("runs-today.json"), "{\"day\":");

        assertThat(new DayCount(directory, clock).fullUntil(agent("few"))).isEmpty();
        assertThat(new DayCount(directory, clock).take(agent("few"))).isTrue();
    }

    @Test
    void theDaysQuotaHoldsOverRestartsUntilMidnight(@TempDir Path directory) {
        assertThat(new DayCount(directory, clock).take(agent("few"))).isTrue();
        assertThat(new DayCount(directory, clock).take(agent("few"))).isTrue();

        DayCount third = new DayCount(directory, clock);
        assertThat(third.take(agent("few"))).isFalse();
        assertThat(third.fullUntil(agent("few"))).contains(Instant.parse("2026-11-21T00:00:00Z"));
        assertThat(third.take(agent("slow"))).isTrue();

        now = Instant.parse("2026-11-21T00:00:00Z");
        assertThat(third.fullUntil(agent("few"))).isEmpty();
        assertThat(third.take(agent("few"))).isTrue();
    }

    @Test
    void aRunCostsWhatItsAgentTellsElseItsTokens() {
        Usage usage = new Usage(1_000_000, 0, 0, 100_000, 0, false);
        Usd told = Usd.parse("0.5");

        assertThat(RunCost.of(agent("few"), CATALOG, "only-here", usage, told)).isEqualTo(told);
        assertThat(RunCost.of(agent("few"), CATALOG, "only-here", usage, null))
                .isEqualTo(Usd.parse("2"));
        assertThat(RunCost.of(agent("few"), CATALOG, "anthropic/only-here", usage, null))
                .isEqualTo(Usd.parse("2"));
        assertThat(RunCost.of(agent("few"), CATALOG, "nobody-knows", usage, null)).isNull();
        assertThat(RunCost.of(agent("few"), CATALOG, null, usage, null)).isNull();
        assertThat(RunCost.of(agent("gratis"), CATALOG, null, usage, null)).isEqualTo(Usd.ZERO);
    }
}
