package io.signalbox.contracts.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No type takes back what an older version of it promised. */
class CompatibilityTest {

    private static final String CURE =
            "%s breaks what is kept of its older version: a new version of the type is needed"
                    + " (docs/events/README.md), or a nullable parameter for a field that was added";

    @ParameterizedTest
    @MethodSource("io.signalbox.contracts.document.Kept#baseline")
    void everyTypeKeepsWhatItPromised(String file) {
        JsonNode today = EventDocuments.schemas().get(file);

        assertThat(today).as("%s was published and is gone", file).isNotNull();
        assertThat(SchemaChanges.breaks(Kept.baseline(file), today)).as(CURE, file).isEmpty();
    }

    @Test
    void whatWouldBreakReadersIsFound() {
        JsonNode older = Kept.baseline("signalbox.job.routed.v1.schema.json");
        ObjectNode newer = older.deepCopy();
        ((ObjectNode) newer.path("properties")).remove("reason");
        ((ObjectNode) newer.at("/properties/tenant")).put("type", "integer");
        ((ArrayNode) newer.path("required")).add("colour");
        ((ArrayNode) newer.at("/$defs/Kind/enum")).remove(0);

        assertThat(SchemaChanges.breaks(older, newer))
                .anyMatch(text -> text.equals("$.reason is gone"))
                .anyMatch(text -> text.equals("$.tenant was [string] and is [integer]"))
                .anyMatch(text -> text.equals("$.colour is newly required"))
                .anyMatch(text -> text.endsWith(".kind may no longer be api"));
    }

    @Test
    void whatIsOnlyAddedBreaksNothing() {
        JsonNode older = Kept.baseline("signalbox.job.routed.v1.schema.json");
        ObjectNode newer = older.deepCopy();
        ((ObjectNode) newer.path("properties"))
                .set("colour", Json.mapper().createObjectNode().put("type", "string"));
        ((ArrayNode) newer.at("/$defs/Kind/enum")).add("swarm");

        assertThat(SchemaChanges.breaks(older, newer)).isEmpty();
    }
}
