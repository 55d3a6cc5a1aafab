package io.signalbox.standalone.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Json;
import io.signalbox.contracts.wire.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** docs/events as an upstream system uses it: from the files alone. */
public final class PublishedContracts {

    private final Path directory =
            Path.of(
                    Objects.requireNonNull(
                            System.getProperty("signalbox.root"),
                            "signalbox.root is not set: run by Maven"),
                    "docs",
                    "events");
    private final JsonNode document = read(directory.resolve("asyncapi.yaml"));
    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder ->
                            builder.schemaLoader(loader -> loader.fetchRemoteResources())
                                    .schemaRegistryConfig(
                                            SchemaRegistryConfig.builder()
                                                    .formatAssertionsEnabled(true)
                                                    .build()));

    private static JsonNode read(Path yaml) {
        try {
            return new YAMLMapper().readTree(Files.readString(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + yaml, e);
        }
    }

    /**
     * What of a record is not as the document says, each in words that name the topic; empty where
     * all is. Never the value itself.
     */
    public List<String> problems(Topic topic, ConsumerRecord<String, byte[]> record)
            throws IOException {
        String channel = topic.fullName("").substring(1);
        JsonNode messages = document.path("channels").path(channel).path("messages");
        Header type = record.headers().lastHeader(Headers.CE_TYPE);
        String name =
                type == null
                        ? messages.fieldNames().next()
                        : new String(type.value(), StandardCharsets.UTF_8);
        if (!messages.has(name)) {
            return List.of("%s has no message %s".formatted(channel, name));
        }
        JsonNode message = document.path("components").path("messages").path(name);
        List<String> problems = new ArrayList<>();
        registry.getSchema(message.path("headers"))
                .validate(headers(record))
                .forEach(problem ->
                        problems.add("%s, header of %s: %s".formatted(channel, name, problem)));
        Path schema = directory.resolve(message.at("/payload/$ref").asText()).normalize();
        String place =
                "%s, %s at %d-%d".formatted(channel, name, record.partition(), record.offset());
        try {
            registry.getSchema(SchemaLocation.of(schema.toUri().toString()))
                    .validate(Json.mapper().readTree(record.value()))
                    .forEach(problem -> problems.add("%s: %s".formatted(place, problem)));
        } catch (JsonProcessingException e) {
            problems.add("%s: %s".formatted(place, e.getOriginalMessage()));
        }
        return problems;
    }

    private static ObjectNode headers(ConsumerRecord<String, byte[]> record) {
        ObjectNode headers = Json.mapper().createObjectNode();
        record.headers()
                .forEach(header ->
                        headers.put(
                                header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }
}
