package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** About refusals, what the table of {@link ErrorTableIT} does not say. */
@ExtendWith(SharedSignalbox.class)
class RefusalsIT {

    private static final int TOO_LARGE = 5 * 1024 * 1024;
    private static final int FAR_TOO_LARGE = 17 * 1024 * 1024;
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final HttpCaller http;

    RefusalsIT(RunningSignalbox signalbox) {
        this.http = signalbox.http();
    }

    @Test
    void theParameterThatIsWrongIsNamed() {
        assertThat(http.get("/jobs?limit=0").error().path("param").asText()).isEqualTo("limit");
        assertThat(http.post("/jobs", "{}").error().path("param").asText())
                .isEqualTo("input.messages");
        assertThat(http.get("/usage?tz=Mars").error().path("param").asText()).isEqualTo("tz");
    }

    @Test
    void aPlainClientSeesTheAnswerToABodyThatIsTooLarge() {
        for (int size : new int[] {TOO_LARGE, FAR_TOO_LARGE}) {
            Answer answer =
                    http.post("/jobs", Requests.job("first/small", "x".repeat(size)).toString());

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.error().path("message").asText()).contains("at most");
        }
    }

    @Test
    void theCallersTraceIdIsInTheErrorsOfAllServices() {
        String traceparent = "00-" + TRACE + "-b7ad6b7169203331-01";

        for (String path : new String[] {"/jobs?limit=0", "/usage?tz=Mars", "/nonsense"}) {
            assertThat(http.get(path, "traceparent", traceparent).error().path("trace_id").asText())
                    .as(path)
                    .isEqualTo(TRACE);
        }
    }

    @Test
    void aPageOfThisMachineIsServed() {
        assertThat(http.get("/models", "Origin", "http://localhost:5173").status()).isEqualTo(200);
    }
}
