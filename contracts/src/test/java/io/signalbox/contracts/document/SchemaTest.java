package io.signalbox.contracts.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.event.RecordType;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the published schemas accept and refuse. */
class SchemaTest {

    private static final PublishedSchemas SCHEMAS = new PublishedSchemas();

    @ParameterizedTest
    @MethodSource("io.signalbox.contracts.RecordJsonTest#everyRecord")
    void everyRecordIsAsItsSchemaSays(SignalboxRecord record) {
        String file = EventDocuments.schemaFile(RecordType.of(record));

        assertThat(SCHEMAS.problems(file, Json.mapper().valueToTree(record))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.signalbox.contracts.RecordJsonTest#everyRecord")
    void aRecordWithoutARequiredFieldIsRefused(SignalboxRecord record) {
        String file = EventDocuments.schemaFile(RecordType.of(record));
        ObjectNode broken = Json.mapper().valueToTree(record);
        String required = broken.has("job_id") ? "job_id" : broken.fieldNames().next();
        broken.remove(required);

        assertThat(SCHEMAS.problems(file, broken)).anyMatch(text -> text.contains(required));
    }

    @ParameterizedTest
    @CsvSource({
        "signalbox.attempt.finished.v1, outcome, DONE",
        "signalbox.attempt.finished.v1, attempt_id, 01JD7Z7Q8M0000000000000000",
        "signalbox.attempt.finished.v1, cost_usd, much",
        "signalbox.attempt.finished.v1, started_at, yesterday",
        "signalbox.attempt.finished.v1, latency_ms, 800",
        "signalbox.job.finished.v1, status, done",
        "signalbox.job.admitted.v1, job_id, banana",
        "signalbox.cancel.requested.v1, reason,",
    })
    void aFieldOfAnotherShapeIsRefused(String type, String field, String value) {
        ObjectNode broken = Kept.sample(type);
        broken.put(field, value);

        assertThat(SCHEMAS.problems(type + ".schema.json", broken))
                .anyMatch(text -> text.contains(field));
    }

    @Test
    void aJobMayBeWrittenInTheShortFormsThatCallersUse() throws IOException {
        String job =
                """
                {"input": {"messages": [{"role": "user", "content": "hi"},
                   {"role": "user", "content": [{"type": "text", "text": "look"}]}],
                  "stop": "END", "tool_choice": null, "top_p": null, "frequency_penalty": 0.5},
                 "task": null, "limits": {"timeout": "90s", "max_attempts": 8},
                 "routing": {"model": "fast", "max_cost_usd": "0.50"}, "something_new": 1}
                """;

        assertThat(SCHEMAS.problems("job.schema.json", Json.mapper().readTree(job))).isEmpty();
        assertThat(
                        SCHEMAS.problems(
                                "job.schema.json",
                                Json.mapper().readTree("{\"limits\": {\"timeout\": \"soon\"}}")))
                .anyMatch(text -> text.contains("timeout"));
    }
}
