package io.signalbox.contracts.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/events is what the records are. */
class EventDocumentsTest {

    private static final String REGENERATE =
            "docs/events is not what contracts says. Write it anew and commit it:"
                    + " ./mvnw -pl contracts test -Dtest=EventDocumentsTest -Dsignalbox.docs.write=true";

    @BeforeAll
    static void writeWhereAsked() throws IOException {
        if (!Boolean.getBoolean("signalbox.docs.write")) {
            return;
        }
        Files.createDirectories(EventDocuments.DIRECTORY);
        Set<String> wanted = EventDocuments.all().keySet();
        for (String name : generatedFiles()) {
            if (!wanted.contains(name)) {
                Files.delete(EventDocuments.DIRECTORY.resolve(name));
            }
        }
        for (Map.Entry<String, String> file : EventDocuments.all().entrySet()) {
            Files.writeString(EventDocuments.DIRECTORY.resolve(file.getKey()), file.getValue());
        }
    }

    private static Set<String> generatedFiles() throws IOException {
        try (Stream<Path> files = Files.list(EventDocuments.DIRECTORY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".md"))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void everyFileIsWhatTheRecordsSay() throws IOException {
        for (Map.Entry<String, String> file : EventDocuments.all().entrySet()) {
            Path path = EventDocuments.DIRECTORY.resolve(file.getKey());
            assertThat(path).as(REGENERATE).exists();
            assertThat(Files.readString(path)).as(REGENERATE).isEqualTo(file.getValue());
        }
    }

    @Test
    void noFileIsLeftOver() throws IOException {
        assertThat(generatedFiles()).as(REGENERATE).isEqualTo(EventDocuments.all().keySet());
    }

    @Test
    void everySchemaIsASchema() {
        PublishedSchemas validator = new PublishedSchemas();

        EventDocuments.schemas()
                .forEach((name, schema) ->
                        assertThat(validator.problemsOfSchema(schema)).as(name).isEmpty());
    }

    @Test
    void theJavadocOfTheRecordsIsTheirDescription() {
        Map<String, ObjectNode> schemas = EventDocuments.schemas();

        schemas.forEach((name, schema) ->
                assertThat(schema.path("description").asText())
                        .as("Javadoc of " + name)
                        .isNotBlank());
        JsonNode attempt =
                Objects.requireNonNull(schemas.get("signalbox.attempt.dispatched.v1.schema.json"));

        assertThat(attempt.at("/properties/attempt_id/description").asText())
                .isEqualTo("the same for every delivery of this order");
        assertThat(attempt.at("/$defs/AttemptError/properties/message/description").asText())
                .isEqualTo("one or two sentences, at most 2000 characters");
    }
}
