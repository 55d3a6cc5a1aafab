package io.signalbox.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.contracts.job.Job;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodiesTest {

    private static final int MAX_BYTES = 100_000;

    private static Job read(String body) {
        return Bodies.read(body.getBytes(StandardCharsets.UTF_8), Job.class, MAX_BYTES);
    }

    private static String nested(int levels) {
        return "{\"instruction\": \"x\", \"input\": {\"messages\": [], \"deep\": "
                + "[".repeat(levels)
                + "]".repeat(levels)
                + "}}";
    }

    @Test
    void nestingIsBoundedSoThatRecordsAroundTheJobCanBeWritten() {
        assertThat(read(nested(150)).instruction()).isEqualTo("x");
        assertThatThrownBy(() -> read(nested(250)))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessage("the body is nested deeper than 200 levels");
    }

    @Test
    void nothingThatFollowsIsDropped() {
        assertThat(read("{\"instruction\": \"x\"}\r\n ").instruction()).isEqualTo("x");
        for (String rest : List.of("{\"instruction\": \"y\"}", "]", "7", "x")) {
            assertThatThrownBy(() -> read("{\"instruction\": \"x\"}\n" + rest))
                    .as(rest)
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.status()).isEqualTo(400))
                    .hasMessageContaining("line 2");
        }
    }

    @Test
    void nullIsNoJob() {
        assertThatThrownBy(() -> read("null"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("the body is null");
    }
}
