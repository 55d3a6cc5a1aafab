package io.signalbox.contracts.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.event.RecordType;
import io.signalbox.contracts.event.TopicContent;
import io.signalbox.contracts.wire.AgentTopic;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Json;
import io.signalbox.contracts.wire.Topic;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the AsyncAPI 3.0 document: topics as channels, and who sends and receives on them. */
final class AsyncApiDocument {

    private static final String AGENTS = "attempts.cli";
    private static final String AS_IT_CAME = "dead-letter";
    private static final String KAFKA_BINDING = "0.5.0";

    private final Javadoc javadoc;
    private final ObjectNode document = Json.mapper().createObjectNode();

    private AsyncApiDocument(Javadoc javadoc) {
        this.javadoc = javadoc;
    }

    static ObjectNode write(Javadoc javadoc) {
        return new AsyncApiDocument(javadoc).write();
    }

    /** A topic's name without the prefix: its channel's id. */
    static String channel(Topic topic) {
        return topic.fullName("").substring(1);
    }

    /** The ids of the messages that a topic may hold. */
    static List<String> messages(Topic topic) {
        return switch (TopicContent.of(topic)) {
            case TopicContent.Typed typed ->
                    typed.types().stream().map(RecordType::typeName).toList();
            case TopicContent.Plain plain -> List.of(plainName(plain.valueClass()));
            case TopicContent.AsItCame ignored -> List.of(AS_IT_CAME);
        };
    }

    private static String plainName(Class<?> plain) {
        return EventDocuments.schemaFile(plain).replace(".schema.json", "");
    }

    private ObjectNode write() {
        document.put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Signalbox records")
                .put("version", "1")
                .put(
                        "description",
                        "Every topic of Signalbox, what is on it, who writes it and who reads it."
                                + " Operations named upstream-* are those of systems outside the suite;"
                                + " the others are the suite's own and may change with it."
                                + " Readers ignore fields and record types that they do not know.");
        document.put("defaultContentType", "application/json");
        ObjectNode server = document.putObject("servers").putObject("kafka");
        server.put("host", "{bootstrap}").put("protocol", "kafka");
        server.putObject("variables")
                .putObject("bootstrap")
                .put("default", "127.0.0.1:9092")
                .put("description", "The broker; in standalone the port of --kafka-port.");
        ObjectNode channels = document.putObject("channels");
        ObjectNode operations = document.putObject("operations");
        for (Topic topic : Topic.values()) {
            channels.set(channel(topic), channelOf(topic));
            Parties parties = Parties.of(topic);
            parties.writers().forEach(party -> operation(operations, party, "send", topic));
            parties.readers().forEach(party -> operation(operations, party, "receive", topic));
        }
        channels.set(AGENTS, agents());
        components();
        return document;
    }

    private ObjectNode channelOf(Topic topic) {
        ObjectNode channel = Json.mapper().createObjectNode();
        channel.put("address", "{prefix}." + channel(topic));
        channel.put("description", javadoc.of(Topic.class, topic.name()));
        channel.putObject("parameters")
                .putObject("prefix")
                .put("default", Topic.DEFAULT_PREFIX)
                .put("description", "signalbox.topic-prefix");
        ObjectNode messages = channel.putObject("messages");
        messages(topic)
                .forEach(name ->
                        messages.putObject(name).put("$ref", "#/components/messages/" + name));
        Parties parties = Parties.of(topic);
        ObjectNode kafka = channel.putObject("bindings").putObject("kafka");
        kafka.put("partitions", topic.defaultPartitions());
        ObjectNode settings = kafka.putObject("topicConfiguration");
        ArrayNode policies = settings.putArray("cleanup.policy");
        if (topic.compacted()) {
            policies.add("compact");
        }
        policies.add("delete");
        settings.put("retention.ms", topic.retention().toMillis());
        kafka.put("bindingVersion", KAFKA_BINDING);
        channel.put("x-key", parties.key());
        parties.writers().forEach(channel.putArray("x-written-by")::add);
        parties.readers().forEach(channel.putArray("x-read-by")::add);
        return channel;
    }

    /** One channel stands for the queues of all agents. */
    private ObjectNode agents() {
        ObjectNode channel = channelOf(Topic.ATTEMPTS_API);
        channel.put("address", "{prefix}.attempts.cli.{agent}");
        channel.put("description", javadoc.of(AgentTopic.class));
        ((ObjectNode) channel.path("parameters"))
                .putObject("agent")
                .put("description", "The catalog's name of the agent.");
        ((ObjectNode) channel.path("bindings").path("kafka"))
                .put("partitions", AgentTopic.PARTITIONS);
        Parties parties = Parties.ofAgents();
        parties.writers().forEach(channel.putArray("x-written-by")::add);
        parties.readers().forEach(channel.putArray("x-read-by")::add);
        return channel;
    }

    private void operation(ObjectNode operations, String party, String action, Topic topic) {
        String name = party + "-" + action + "-" + channel(topic).replace('.', '-');
        ObjectNode operation = operations.putObject(name);
        operation.put("action", action);
        operation.putObject("channel").put("$ref", "#/channels/" + channel(topic));
        operation
                .putArray("tags")
                .addObject()
                .put("name", party.equals(Parties.UPSTREAM) ? party : "suite");
        ArrayNode messages = operation.putArray("messages");
        messages(topic)
                .forEach(message ->
                        messages.addObject()
                                .put(
                                        "$ref",
                                        "#/channels/%s/messages/%s"
                                                .formatted(channel(topic), message)));
    }

    private void components() {
        ObjectNode messages = document.putObject("components").putObject("messages");
        for (RecordType type : RecordType.values()) {
            ObjectNode message = messages.putObject(type.typeName());
            named(message, type.typeName(), type.recordClass());
            message.set("headers", envelope(type));
            message.putObject("payload").put("$ref", "./" + EventDocuments.schemaFile(type));
        }
        for (Topic topic : Topic.values()) {
            if (TopicContent.of(topic) instanceof TopicContent.Plain plain) {
                ObjectNode message = messages.putObject(plainName(plain.valueClass()));
                named(message, plainName(plain.valueClass()), plain.valueClass());
                message.set("headers", plainHeaders(topic));
                message.putObject("payload")
                        .put("$ref", "./" + EventDocuments.schemaFile(plain.valueClass()));
            }
        }
        ObjectNode dead = messages.putObject(AS_IT_CAME);
        dead.put("name", AS_IT_CAME)
                .put("title", "A record that nobody could read")
                .put("summary", "The bytes and the headers as they came, and why they were left.")
                .put("contentType", "application/octet-stream");
        dead.set(
                "headers",
                headers(Map.of(), List.of(Headers.DEAD_LETTER_SOURCE, Headers.DEAD_LETTER_REASON)));
    }

    private void named(ObjectNode message, String name, Class<?> type) {
        message.put("name", name)
                .put("title", type.getSimpleName())
                .put("summary", javadoc.of(type));
    }

    private ObjectNode envelope(RecordType type) {
        ObjectNode headers =
                headers(
                        Map.of(Headers.CE_SPECVERSION, "1.0", Headers.CE_TYPE, type.typeName()),
                        List.of(
                                Headers.CE_SPECVERSION,
                                Headers.CE_TYPE,
                                Headers.CE_SOURCE,
                                Headers.CE_ID,
                                Headers.CE_TIME));
        if (TopicContent.of(Topic.RESULTS) instanceof TopicContent.Typed ends
                && ends.types().contains(type)) {
            ((ObjectNode) headers.path("properties")).set(Headers.RUN, header(Headers.RUN));
        }
        return headers;
    }

    private ObjectNode plainHeaders(Topic topic) {
        boolean ours = !Parties.of(topic).writers().contains(Parties.UPSTREAM);
        return headers(Map.of(), ours ? List.of(Headers.CE_SOURCE) : List.of());
    }

    private ObjectNode headers(Map<String, String> fixed, List<String> names) {
        ObjectNode headers = Json.mapper().createObjectNode().put("type", "object");
        ObjectNode properties = headers.putObject("properties");
        ArrayNode required = Json.mapper().createArrayNode();
        for (String name : names) {
            ObjectNode header = header(name);
            String value = fixed.get(name);
            if (value != null) {
                header.put("const", value);
            }
            properties.set(name, header);
            required.add(name);
        }
        if (!names.isEmpty()) {
            headers.set("required", required);
        }
        return headers;
    }

    private ObjectNode header(String name) {
        ObjectNode header = Json.mapper().createObjectNode().put("type", "string");
        if (name.equals(Headers.CE_TIME)) {
            header.put("format", "date-time");
        }
        String constant =
                name.startsWith("ce_")
                        ? name.toUpperCase(Locale.ROOT)
                        : Map.of(
                                        Headers.RUN, "RUN",
                                        Headers.DEAD_LETTER_SOURCE, "DEAD_LETTER_SOURCE",
                                        Headers.DEAD_LETTER_REASON, "DEAD_LETTER_REASON")
                                .getOrDefault(name, "");
        String description = javadoc.of(Headers.class, constant);
        return description.isEmpty() ? header : header.put("description", description);
    }
}
