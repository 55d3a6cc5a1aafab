package io.signalbox.apiworker.call.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.limits.RateLimits.Dimension;
import io.signalbox.apiworker.call.limits.RateLimits.Unit;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every header family of facts/providers.md B.3. */
class RateLimitsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void openAiWritesGoDurations() {
        RateLimits limits =
                of(
                        "x-ratelimit-limit-requests", "5000",
                        "x-ratelimit-remaining-requests", "4999",
                        "x-ratelimit-reset-requests", "12ms",
                        "x-ratelimit-limit-tokens", "160000",
                        "x-ratelimit-remaining-tokens", "0",
                        "x-ratelimit-reset-tokens", "6m0s",
                        "x-ratelimit-limit-tokens_usage_based", "160000");

        assertThat(limits.dimensions())
                .containsExactly(
                        new Dimension("requests", Unit.REQUESTS, 5000L, 4999L, NOW.plusMillis(12)),
                        new Dimension("tokens", Unit.TOKENS, 160000L, 0L, NOW.plusSeconds(360)),
                        new Dimension("tokens_usage_based", Unit.TOKENS, 160000L, null, null));
        assertThat(limits.exhaustedUntil()).contains(NOW.plusSeconds(360));
    }

    @Test
    void groqCountsRequestsByTheDayAndTokensByTheMinute() {
        RateLimits limits =
                of(
                        "x-ratelimit-limit-requests", "14400",
                        "x-ratelimit-remaining-requests", "0",
                        "x-ratelimit-reset-requests", "2h59m59.56s",
                        "x-ratelimit-limit-tokens", "18000",
                        "x-ratelimit-remaining-tokens", "17997",
                        "x-ratelimit-reset-tokens", "7.66s",
                        "x-ratelimit-remaining-audio-seconds", "0",
                        "x-ratelimit-reset-audio-seconds", "5h");

        assertThat(limits.exhaustedUntil())
                .as("by the day, and audio does not count")
                .contains(NOW.plus(Duration.parse("PT2H59M59.56S")));
    }

    @Test
    void anthropicWritesTimesAndTheFieldLast() {
        RateLimits limits =
                of(
                        "anthropic-ratelimit-requests-limit", "50",
                        "anthropic-ratelimit-requests-remaining", "49",
                        "anthropic-ratelimit-requests-reset", "2026-11-20T10:00:01Z",
                        "anthropic-ratelimit-input-tokens-limit", "40000",
                        "anthropic-ratelimit-input-tokens-remaining", "0",
                        "anthropic-ratelimit-input-tokens-reset", "2026-11-20T10:00:42Z");

        assertThat(limits.dimensions())
                .containsExactly(
                        new Dimension("input-tokens", Unit.TOKENS, 40000L, 0L, NOW.plusSeconds(42)),
                        new Dimension("requests", Unit.REQUESTS, 50L, 49L, NOW.plusSeconds(1)));
        assertThat(limits.exhaustedUntil()).contains(NOW.plusSeconds(42));
    }

    @Test
    void openRouterWritesUnixMilliseconds() {
        RateLimits limits =
                of(
                        "X-RateLimit-Limit", "20",
                        "X-RateLimit-Remaining", "0",
                        "X-RateLimit-Reset", Long.toString(NOW.plusSeconds(33).toEpochMilli()));

        assertThat(limits.dimensions())
                .containsExactly(
                        new Dimension("requests", Unit.REQUESTS, 20L, 0L, NOW.plusSeconds(33)));
    }

    @Test
    void togetherHasAFamilyForTokensAndDynamicOnes() {
        RateLimits limits =
                of(
                        "x-ratelimit-limit", "10",
                        "x-ratelimit-remaining", "9.4",
                        "x-ratelimit-reset", "0.3",
                        "x-tokenlimit-limit", "3000",
                        "x-tokenlimit-remaining", "0",
                        "x-tokenlimit-remaining-dynamic", "120");

        assertThat(limits.dimensions())
                .containsExactly(
                        new Dimension("requests", Unit.REQUESTS, 10L, 10L, NOW.plusMillis(300)),
                        new Dimension("tokens", Unit.TOKENS, 3000L, 0L, null),
                        new Dimension("tokens-dynamic", Unit.TOKENS, null, 120L, null));
        assertThat(limits.exhaustedUntil()).as("nobody knows until when").isEmpty();
    }

    @Test
    void mistralTellsThePeriodInsteadOfTheReset() {
        RateLimits limits =
                of(
                        "x-ratelimit-limit-tokens-minute", "5000000",
                        "x-ratelimit-remaining-tokens-minute", "0",
                        "x-ratelimit-tokens-query-cost", "52",
                        "x-ratelimit-limit-req-minute", "720",
                        "x-ratelimit-remaining-req-minute", "717",
                        "ratelimitbysize-remaining", "3");

        assertThat(limits.dimensions())
                .containsExactly(
                        new Dimension("req-minute", Unit.REQUESTS, 720L, 717L, NOW.plusSeconds(60)),
                        new Dimension("tokens", Unit.TOKENS, null, 3L, null),
                        new Dimension(
                                "tokens-minute", Unit.TOKENS, 5000000L, 0L, NOW.plusSeconds(60)));
    }

    @Test
    void geminiTellsInTheBodyAndADayEndsInCalifornia() throws IOException {
        RateLimits limits =
                GoogleQuotas.of(
                        Json.mapper()
                                .readTree(
                                        """
                                        {"code":429,"details":[
                                         {"violations":[
                                          {"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier","quotaValue":"250"},
                                          {"quotaId":"GenerateContentInputTokensPerModelPerMinute-FreeTier"}]},
                                         {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"26s"}]}
                                        """),
                        NOW);

        assertThat(limits.dimensions())
                .containsExactly(
                        new Dimension(
                                "generaterequestsperdayperprojectpermodel-freetier",
                                Unit.REQUESTS,
                                250L,
                                0L,
                                Instant.parse("2026-11-21T08:00:00Z")),
                        new Dimension(
                                "generatecontentinputtokenspermodelperminute-freetier",
                                Unit.TOKENS,
                                null,
                                0L,
                                NOW.plusSeconds(26)));
    }

    @Test
    void whatCannotBeReadIsNotTold() {
        RateLimits limits =
                of(
                        "x-ratelimit-limit-requests", "unlimited",
                        "x-ratelimit-remaining-requests", "-1",
                        "x-ratelimit-reset-requests", "soon",
                        "x-ratelimit-reset-tokens", "99999999",
                        "ratelimit-policy", "20;w=60",
                        "content-type", "text/html");

        assertThat(limits.dimensions())
                .containsExactly(
                        new Dimension("requests", Unit.REQUESTS, null, 0L, null),
                        new Dimension(
                                "tokens", Unit.TOKENS, null, null, NOW.plus(RateLimits.LONGEST)));
    }

    @Test
    void aProviderCannotFillTheMemory() {
        Map<String, List<String>> headers = new HashMap<>();
        IntStream.range(0, 500)
                .forEach(i -> headers.put("x-ratelimit-remaining-" + i, List.of("1")));

        assertThat(RateLimits.of(headers, NOW).dimensions()).hasSize(RateLimits.MOST);
    }

    @Test
    void theOthersAreAddedByName() {
        RateLimits body = of("x-ratelimit-remaining", "0");
        RateLimits headers = of("x-ratelimit-remaining", "7", "x-ratelimit-remaining-tokens", "5");

        assertThat(body.and(headers).dimensions())
                .extracting(Dimension::name, Dimension::remaining)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("requests", 0L),
                        org.assertj.core.groups.Tuple.tuple("tokens", 5L));
    }

    private static RateLimits of(String... namesAndValues) {
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return RateLimits.of(headers, NOW);
    }
}
