package io.signalbox.metrics.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageQueryTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private static UsageQuery parse(Map<String, List<String>> parameters) {
        return UsageQuery.parse(parameters, () -> NOW);
    }

    @Test
    void theLastDayIsTheDefault() {
        assertThat(parse(Map.of()))
                .isEqualTo(
                        new UsageQuery(
                                Instant.parse("2026-11-19T12:00:00Z"),
                                NOW,
                                ZoneId.of("UTC"),
                                List.of(),
                                UsageQuery.Format.JSON,
                                null));
    }

    @Test
    void readsEveryParameter() {
        assertThat(
                        parse(
                                Map.of(
                                        "from", List.of("2026-11-01T00:00:00+01:00"),
                                        "to", List.of("2026-11-02T00:00:00 01:00"),
                                        "tz", List.of("Europe/Berlin"),
                                        "group_by", List.of("provider, day", "day"),
                                        "format", List.of("CSV"),
                                        "tenant", List.of("acme"))))
                .isEqualTo(
                        new UsageQuery(
                                Instant.parse("2026-10-31T23:00:00Z"),
                                Instant.parse("2026-11-01T23:00:00Z"),
                                ZoneId.of("Europe/Berlin"),
                                List.of(GroupBy.PROVIDER, GroupBy.DAY),
                                UsageQuery.Format.CSV,
                                "acme"));
    }

    @ParameterizedTest
    @CsvSource({
        "group_by, provider;drop table, provider, task_type",
        "from, yesterday, yesterday, RFC 3339",
        "to, 2026-11-20, 2026-11-20, RFC 3339",
        "tz, +02:00, +02:00, Europe/Berlin",
        "tz, Mars/Olympus, Mars/Olympus, IANA",
        "format, xml, xml, json or csv",
        "from, 2026-11-20T12:00:00Z, is empty, earlier"
    })
    void saysWhichParameterIsWrongAndWhatWouldBeRight(
            String parameter, String value, String quoted, String right) {
        assertThatThrownBy(() -> parse(Map.of(parameter, List.of(value))))
                .isInstanceOfSatisfying(
                        InvalidParameter.class, e -> assertThat(e.parameter()).isEqualTo(parameter))
                .hasMessageContaining(quoted)
                .hasMessageContaining(right);
    }
}
