package io.signalbox.apiworker.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTriggersTest {

    private final SearchTriggers triggers = at("2026-11-21T12:00:00Z");

    private static SearchTriggers at(String now) {
        return new SearchTriggers(InstantSource.fixed(Instant.parse(now)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What is the latest Java?          | true",
                "LATEST!                           | true",
                "any recent work on this?          | true",
                "the current president             | true",
                "who plays today                   | true",
                "today's weather                   | true",
                "News about rivers                 | true",
                "is there an update                | true",
                "what's new in Kafka               | true",
                "What’s  new?                      | true",
                "the budget of 2026                | true",
                "on 2026-11-01                     | true",
                "the budget of 2025, and of 2026   | true",
                "explain recursion                 | false",
                "recently and currently            | false",
                "the newsletter of yesterday       | false",
                "updates were updated              | false",
                "undercurrents                     | false",
                "the budget of 2025                | false",
                "12026 and 20261 and v2026         | false",
                "what is new                       | false",
                "latests                           | false",
                "ülatest                           | false",
                "''                                | false",
            })
    void autoLooksForWholeWords(String question, boolean wanted) {
        assertThat(triggers.wants("auto", question)).isEqualTo(wanted);
    }

    @Test
    void theYearIsTheClocks() {
        assertThat(at("2027-01-01T00:00:00Z").wants("auto", "in 2027")).isTrue();
        assertThat(at("2026-12-31T23:59:59Z").wants("auto", "in 2027")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"on,true", "off,false", "null,false", "ON,false", "always,false"})
    void otherModesDoNotLook(String mode, boolean wanted) {
        assertThat(triggers.wants(mode, "explain recursion")).isEqualTo(wanted);
        assertThat(triggers.wants(mode, "the latest news")).isEqualTo(wanted);
    }
}
