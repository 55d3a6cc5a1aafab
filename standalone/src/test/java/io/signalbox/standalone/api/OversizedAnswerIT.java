package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An answer that no record can carry ends its job, and nobody is paid to give it again. */
@ExtendWith(SharedSignalbox.class)
class OversizedAnswerIT {

    /** Six bytes each in JSON: 9 MB of a record, and fewer characters than an answer may have. */
    private static final String ANSWER = "\u0001".repeat(1_500_000);

    private final RunningSignalbox signalbox;

    OversizedAnswerIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
    }

    @Test
    void theJobFailsAfterOneCall() {
        SimulatedProvider first =
                signalbox.script("first", Script.builder().answer(ANSWER).tokens(20).build());
        SimulatedProvider second = signalbox.script("second", Script.builder().build());

        JsonNode job =
                signalbox
                        .http()
                        .post("/jobs?wait=30s", Requests.job("both", "say a lot").toString())
                        .json();

        assertThat(job.path("status").asText()).isEqualTo("failed");
        assertThat(job.at("/result/error/class").asText()).isEqualTo("INVALID_REQUEST");
        assertThat(job.at("/result/error/message").asText())
                .contains("larger than a record of 8388608 bytes", "max_completion_tokens");
        assertThat(first.counts().calls()).isEqualTo(1);
        assertThat(second.counts().calls()).isZero();
    }
}
