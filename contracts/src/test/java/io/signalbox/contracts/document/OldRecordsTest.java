package io.signalbox.contracts.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.Insight;
import io.signalbox.contracts.event.JobWaiting;
import io.signalbox.contracts.event.ProviderReport;
import io.signalbox.contracts.event.RecordType;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that an older version wrote, and such that a newer one may write. */
class OldRecordsTest {

    private static final Map<String, Class<?>> PLAIN =
            Map.of(
                    "job", Job.class,
                    "provider-report", ProviderReport.class,
                    "insight", Insight.class);

    private static final PublishedSchemas SCHEMAS = new PublishedSchemas();

    static Stream<String> samples() {
        return Kept.samples();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyFieldOfAnOldRecordIsStillUnderstood(String name) throws IOException {
        ObjectNode old = Kept.sample(name);

        JsonNode again = Json.mapper().readTree(Json.bytes(read(name, old)));

        assertThat(missing("$", old, again)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anOldRecordIsAsTodaysSchemaSays(String name) {
        assertThat(SCHEMAS.problems(name + ".schema.json", Kept.sample(name))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void fieldsOfANewerVersionAreIgnored(String name) throws IOException {
        ObjectNode old = Kept.sample(name);
        ObjectNode newer = old.deepCopy();
        addUnknown(newer);

        assertThat(read(name, newer)).isEqualTo(read(name, old));
        assertThat(SCHEMAS.problems(name + ".schema.json", newer)).isEmpty();
    }

    @Test
    void anOrderWithoutRetriesHasNone() throws IOException {
        AttemptDispatched order =
                (AttemptDispatched)
                        read(
                                "signalbox.attempt.dispatched.v1",
                                Kept.sample("signalbox.attempt.dispatched.v1"));

        assertThat(order.retries()).isEmpty();
        assertThat(order.rest()).hasSize(1);
        assertThat(order.admitted().job().limits().timeout()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void aRerouteThatSaysNothingOfRetriesLeavesThemToTheErrorClass() throws IOException {
        AttemptRerouted reroute =
                (AttemptRerouted)
                        read(
                                "signalbox.attempt.rerouted.v1",
                                Kept.sample("signalbox.attempt.rerouted.v1"));

        assertThat(reroute.retryHere()).isTrue();
        assertThat(reroute.retryAfterMs()).isNull();
        assertThat(reroute.dispatched().retries()).isEmpty();
    }

    @Test
    void aWaitThatNamesNoAttemptIsBeforeTheFirst() throws IOException {
        JobWaiting waiting =
                (JobWaiting)
                        read("signalbox.job.waiting.v1", Kept.sample("signalbox.job.waiting.v1"));

        assertThat(waiting.after()).isZero();
    }

    private static Object read(String name, JsonNode value) throws IOException {
        Optional<RecordType> type = RecordType.named(name);
        Class<?> recordClass =
                type.isPresent() ? type.get().recordClass() : PLAIN.getOrDefault(name, Void.class);
        return Json.read(Json.bytes(value), recordClass);
    }

    /** Every value of the old JSON that the new one does not have at the same place. */
    private static List<String> missing(String path, JsonNode old, JsonNode again) {
        if (old.isObject()) {
            return old.properties().stream()
                    .flatMap(field ->
                            missing(
                                    path + "." + field.getKey(),
                                    field.getValue(),
                                    again.path(field.getKey()))
                                    .stream())
                    .toList();
        }
        return old.equals(again) ? List.of() : arrayOrValue(path, old, again);
    }

    private static List<String> arrayOrValue(String path, JsonNode old, JsonNode again) {
        if (!old.isArray() || old.size() != again.size()) {
            return List.of("%s was %s and is %s".formatted(path, old, again));
        }
        return Stream.iterate(0, index -> index < old.size(), index -> index + 1)
                .flatMap(index ->
                        missing(path + "[" + index + "]", old.path(index), again.path(index))
                                .stream())
                .toList();
    }

    /** To every object, but for maps of the caller's own and what goes on to the provider. */
    private static void addUnknown(JsonNode node) {
        node.properties().stream()
                .filter(field -> !field.getKey().equals("metadata"))
                .filter(field -> !field.getKey().equals("input"))
                .forEach(field -> addUnknown(field.getValue()));
        if (node.isArray()) {
            node.forEach(OldRecordsTest::addUnknown);
        }
        if (node instanceof ObjectNode object) {
            object.putObject("from_a_newer_version").put("colour", "blue");
        }
    }
}
