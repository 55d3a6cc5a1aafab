package io.signalbox.metrics.availability;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.Insight;
import io.signalbox.metrics.ledger.LedgerFixture;
import io.signalbox.metrics.ledger.Told;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailabilityStoreIT {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    private static LedgerFixture ledger;

    @BeforeAll
    static void start(@TempDir Path directory) {
        ledger = LedgerFixture.start(directory);
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    @Test
    void callsThatSayNothingOfTheProviderCountNeitherWay() {
        // Given calls of an hour ago, one that still runs, and one of the day before yesterday
        Told job = Told.job(1, "acme", null, NOON.minusSeconds(3_600));
        Told old = Told.job(2, "acme", null, NOON.minus(Duration.ofHours(25)));
        ledger.write(
                List.of(
                        job.succeeded(1, Told.GROQ, "run-1", "0.1", 100),
                        job.failed(2, Told.GROQ, "run-1", ErrorClass.OVERLOADED, 5),
                        job.failed(3, Told.GROQ, "run-1", ErrorClass.UNAVAILABLE, 5),
                        job.failed(4, Told.GROQ, "run-1", ErrorClass.TIMEOUT, 5),
                        job.failed(5, Told.GROQ, "run-1", ErrorClass.RATE_LIMITED, 5),
                        job.failed(7, Told.GROQ, "run-1", ErrorClass.PROVIDER_AUTHENTICATION, 5),
                        job.started(8, Told.GROQ, "run-1"),
                        job.failed(9, Told.OPENAI, "run-1", ErrorClass.RATE_LIMITED, 5),
                        old.failed(1, Told.GROQ, "run-1", ErrorClass.UNAVAILABLE, 5),
                        old.succeeded(2, Told.OPENAI, "run-1", "0.1", 100)));

        // When
        List<Insight> insights = new AvailabilityStore(ledger.pool()).read(NOON);

        // Then
        assertThat(insights)
                .containsExactly(
                        new Insight("provider/groq", NOON, new Insight.Availability(DAY_MS, 4, 3)));
    }
}
