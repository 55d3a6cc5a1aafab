package io.signalbox.gateway.providers;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.event.Insight;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InsightsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    private final Insights insights = new Insights();

    @Test
    void theLatestWordCountsForAnHour() {
        insights.apply(insight(10, 1));
        insights.apply(insight(20_000, 1));

        Optional<Insight> known = insights.ofProvider("groq", NOW.plusSeconds(3_599));

        assertThat(Availability.of(known.orElseThrow()))
                .isEqualTo(new Availability(new BigDecimal("0.9999"), 20_000, 1, 24, NOW));
        assertThat(insights.ofProvider("groq", NOW.plusSeconds(3_600))).isEmpty();
        assertThat(insights.ofProvider("openai", NOW)).isEmpty();
    }

    @Test
    void noCallsAreNoShare() {
        assertThat(Availability.of(insight(0, 0))).isEqualTo(new Availability(null, 0, 0, 24, NOW));
        assertThat(Availability.of(new Insight("provider/groq", NOW, null))).isNull();
    }

    private static Insight insight(long calls, long failures) {
        return new Insight(
                Insight.ofProvider("groq"), NOW, new Insight.Availability(DAY_MS, calls, failures));
    }
}
