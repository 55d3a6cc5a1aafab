package io.signalbox.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ErrorBodyTest {

    private static JsonNode traced(String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return Json.mapper().readTree(ErrorBody.traced(bytes, 500, "router", "t1")).path("error");
    }

    @Test
    void anotherServicesErrorGetsATraceId() throws IOException {
        JsonNode error = traced("{\"error\": {\"message\": \"no\", \"code\": \"x\"}}");

        assertThat(error.path("message").asText()).isEqualTo("no");
        assertThat(error.path("trace_id").asText()).isEqualTo("t1");
    }

    @Test
    void aTraceIdThatIsThereStays() throws IOException {
        JsonNode error = traced("{\"error\": {\"message\": \"no\", \"trace_id\": \"theirs\"}}");

        assertThat(error.path("trace_id").asText()).isEqualTo("theirs");
    }

    @Test
    void whatHasNoSuchFormIsNotShown() throws IOException {
        for (String body : new String[] {"", "<html>at java.lang.Thread</html>", "{\"a\": 1}"}) {
            JsonNode error = traced(body);

            assertThat(error.path("message").asText()).isEqualTo("the router service answered 500");
            assertThat(error.path("code").asText()).isEqualTo("router_refused");
            assertThat(error.path("trace_id").asText()).isEqualTo("t1");
        }
    }

    @Test
    void aMessageIsNotOfAnyLength() {
        ApiException e = ApiException.invalid(null, "x".repeat(1_000_000));

        assertThat(e.getMessage()).hasSizeLessThan(2_100).endsWith("... (cut)");
    }
}
