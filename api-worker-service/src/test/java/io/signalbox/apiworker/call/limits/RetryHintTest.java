package io.signalbox.apiworker.call.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryHintTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "retry-after-ms,1500,1500",
        "Retry-After,2,2000",
        "Retry-After,0.25,250",
        "Retry-After,-3,0",
        "Retry-After,'Fri, 20 Nov 2026 10:00:30 GMT',30000",
        "Retry-After,'Fri, 20 Nov 2026 09:00:00 GMT',0",
        "Retry-After,1d,86400000",
        "Retry-After,99999999,2678400000"
    })
    void headersSayHowLong(String name, String value, long millis) {
        assertThat(hint(headers(name, value), "", NOW)).contains(Duration.ofMillis(millis));
    }

    @Test
    void millisecondsWinOverSeconds() {
        assertThat(hint(headers("Retry-After", "9", "retry-after-ms", "10"), "", NOW))
                .contains(Duration.ofMillis(10));
    }

    @Test
    void theExhaustedDimensionCounts() {
        HttpHeaders headers =
                headers(
                        "x-ratelimit-remaining-requests", "12",
                        "x-ratelimit-reset-requests", "1h2m3s",
                        "x-ratelimit-remaining-tokens", "0",
                        "x-ratelimit-reset-tokens", "2m59.56s");

        assertThat(hint(headers, "", NOW)).contains(Duration.ofMillis(179_560));
    }

    @Test
    void ofSeveralExhaustedDimensionsTheLongestCounts() {
        HttpHeaders headers =
                headers(
                        "x-ratelimit-remaining-requests-day", "0",
                        "x-ratelimit-reset-requests-day", "33011.4",
                        "x-ratelimit-remaining-tokens-minute", "0",
                        "x-ratelimit-reset-tokens-minute", "11.4");

        assertThat(hint(headers, "", NOW)).contains(Duration.ofMillis(33_011_400));
    }

    @Test
    void retryAfterWinsOverAReset() {
        HttpHeaders headers =
                headers(
                        "Retry-After", "2",
                        "x-ratelimit-remaining-tokens", "0",
                        "x-ratelimit-reset-tokens", "6m0s");

        assertThat(hint(headers, "", NOW)).contains(Duration.ofSeconds(2));
    }

    @Test
    void aResetMayBeATimeOfDay() {
        HttpHeaders headers =
                headers(
                        "x-ratelimit-remaining", "0",
                        "x-ratelimit-reset", "2026-11-20T10:00:07Z");

        assertThat(hint(headers, "", NOW)).contains(Duration.ofSeconds(7));
    }

    @Test
    void aResetMayBeAUnixTime() {
        String inSixSeconds = Long.toString(NOW.plusSeconds(6).toEpochMilli());

        assertThat(
                        hint(
                                headers(
                                        "X-RateLimit-Remaining",
                                        "0",
                                        "X-RateLimit-Reset",
                                        inSixSeconds),
                                "",
                                NOW))
                .contains(Duration.ofSeconds(6));
    }

    @ParameterizedTest
    @CsvSource({
        "1s,1000",
        "6m0s,360000",
        "120ms,120",
        "1h,3600000",
        "2m59.56s,179560",
        "7.66s,7660"
    })
    void goDurationsAreRead(String text, long millis) {
        assertThat(WaitText.goDuration(text)).contains(Duration.ofMillis(millis));
    }

    @Test
    void wordsAreTheLastResort() {
        assertThat(hint(headers(), "Rate limit. Please try again in 1m7.5s. See", NOW))
                .contains(Duration.ofMillis(67_500));
    }

    @Test
    void aResetInDaysIsNoResetInSeconds() {
        HttpHeaders headers =
                headers(
                        "x-ratelimit-remaining-requests", "0",
                        "x-ratelimit-reset-requests", "1d");

        assertThat(hint(headers, "", NOW)).contains(Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5f", "5D", "0x1p3", "NaN", "Infinity", "1e999", "", "-", "."})
    void whatJavaAloneTakesForANumberIsNone(String text) {
        assertThat(WaitText.number(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"7,7", "' 7.5 ',7.5", "-3,-3", "1.,1", ".5,0.5", "1e3,1000"})
    void aPlainNumberIsRead(String text, double value) {
        assertThat(WaitText.number(text)).contains(value);
    }

    @Test
    void nothingUsableIsNoHint() {
        HttpHeaders headers =
                headers(
                        "Retry-After", "soon",
                        "retry-after-ms", "NaN",
                        "x-ratelimit-remaining-tokens", "5",
                        "x-ratelimit-reset-tokens", "1s");

        assertThat(hint(headers, "try later", NOW)).isEmpty();
    }

    private static Optional<Duration> hint(HttpHeaders headers, String message, Instant now) {
        return RetryHint.of(headers, RateLimits.of(headers.map(), now), message, now);
    }

    private static HttpHeaders headers(String... namesAndValues) {
        Map<String, List<String>> map = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return HttpHeaders.of(map, (name, value) -> true);
    }
}
