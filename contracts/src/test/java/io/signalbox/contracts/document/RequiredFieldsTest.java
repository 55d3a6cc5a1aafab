package io.signalbox.contracts.document;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.event.RecordType;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** JSON without a field that every record has is no record. */
class RequiredFieldsTest {

    @ParameterizedTest
    @EnumSource(RecordType.class)
    void anEmptyObjectIsNoRecord(RecordType type) {
        byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Json.read(empty, type.recordClass()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is missing or null");
    }

    @ParameterizedTest
    @CsvSource({
        "ATTEMPT_REROUTED, /dispatched/admitted, deadline",
        "ATTEMPT_REROUTED, /failure, outcome",
        "ATTEMPT_DISPATCHED, /admitted, job",
        "ATTEMPT_DISPATCHED, /candidate, kind",
        "JOB_ADMITTED, '', deadline"
    })
    void theMessageNamesTheField(RecordType type, String parent, String field) {
        ObjectNode record = Kept.sample(type.typeName());
        ((ObjectNode) record.at(parent)).remove(field);

        assertThatThrownBy(() -> Json.read(Json.bytes(record), type.recordClass()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the field '%s' is missing or null", field);
    }
}
