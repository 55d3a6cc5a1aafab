package io.signalbox.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobCursorTest {

    @Test
    void comesBackAsItWent() {
        JobCursor cursor =
                new JobCursor(
                        Instant.parse("2026-11-20T12:00:00.123456Z"),
                        "0198c5a6-7b1c-7d3e-8f00-112233445566");

        assertThat(JobCursor.parse(cursor.text())).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "banana",
                "12",
                "12-banana",
                "x-01ARZ3NDEKTSV4RRFFQ69G5FAV",
                "99999999999999999999-01ARZ3NDEKTSV4RRFFQ69G5FAV"
            })
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobCursor.parse(text))
                .withMessageContaining("'" + text + "'");
    }
}
