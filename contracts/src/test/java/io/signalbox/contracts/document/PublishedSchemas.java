package io.signalbox.contracts.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The schemas of docs/events, as a consumer's validator reads them. */
final class PublishedSchemas {

    private static final String BASE = "https://signalbox.invalid/docs/events/";

    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder ->
                            builder.schemas(files())
                                    .schemaRegistryConfig(
                                            SchemaRegistryConfig.builder()
                                                    .formatAssertionsEnabled(true)
                                                    .build()));

    private static Map<String, String> files() {
        return EventDocuments.all().entrySet().stream()
                .collect(Collectors.toMap(file -> BASE + file.getKey(), Map.Entry::getValue));
    }

    /** What is wrong with a value; empty where it is as the schema says. */
    List<String> problems(String file, JsonNode value) {
        return registry.getSchema(SchemaLocation.of(BASE + file)).validate(value).stream()
                .map(Object::toString)
                .toList();
    }

    /** What is wrong with a schema, by the meta-schema of 2020-12. */
    List<String> problemsOfSchema(JsonNode schema) {
        Schema meta =
                registry.getSchema(
                        SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        return meta.validate(schema).stream().map(Object::toString).toList();
    }
}
