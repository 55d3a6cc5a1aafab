package io.signalbox.metrics.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.JobStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventMetersTest {

    private static final Told JOB =
            Told.job(1, "acme", "chat", Instant.parse("2026-11-20T12:00:00Z"));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EventMeters meters = new EventMeters(registry);

    @Test
    void countsAttemptsTokensAndMoney() {
        // When
        meters.observe(JOB.succeeded(1, Told.GROQ, "run-1", "0.25", 300).value());
        meters.observe(JOB.failed(2, Told.GROQ, "run-1", ErrorClass.OVERLOADED, 20).value());
        meters.observe(JOB.succeeded(3, Told.GROQ, "run-1", null, 300).value());

        // Then
        assertThat(counter("signalbox.attempts", "outcome", "succeeded")).isEqualTo(2);
        assertThat(counter("signalbox.attempts", "error_class", "overloaded")).isEqualTo(1);
        assertThat(counter("signalbox.tokens", "kind", "cached_read")).isEqualTo(80);
        assertThat(counter("signalbox.cost.usd", "provider", "groq")).isEqualTo(0.25);
        assertThat(counter("signalbox.unpriced", "model", "llama-4")).isEqualTo(1);
        assertThat(registry.get("signalbox.attempt.ttft").timer().count()).isEqualTo(2);
        assertThat(registry.get("signalbox.attempt.latency").timer().count()).isEqualTo(3);
    }

    @Test
    void aDeferralIsCountedAsNoAttempt() {
        // When
        meters.observe(JOB.deferred(1, Told.GROQ, "run-1").value());

        // Then
        assertThat(counter("signalbox.deferrals", "provider", "groq")).isEqualTo(1);
        assertThat(registry.find("signalbox.attempts").counter()).isNull();
    }

    @Test
    void countsJobsByTheirEnd() {
        // When
        meters.observe(JOB.admitted().value());
        meters.observe(JOB.ended(JobStatus.EXPIRED, null, 1).value());

        // Then
        assertThat(counter("signalbox.jobs", "status", "expired")).isEqualTo(1);
        assertThat(registry.get("signalbox.jobs.admitted").counter().count()).isEqualTo(1);
    }

    @Test
    void modelsBeyondTheLimitAreOneTag() {
        // When
        for (int i = 0; i < EventMeters.MODELS + 5; i++) {
            Candidate candidate = Candidate.api("groq", "model-" + i);
            meters.observe(JOB.succeeded(1, candidate, "run-1", "0.25", 300).value());
        }

        // Then
        assertThat(counter("signalbox.attempts", "model", BoundedTag.OTHER)).isEqualTo(5);
    }

    private double counter(String name, String tag, String value) {
        return registry.get(name).tag(tag, value).counter().count();
    }
}
