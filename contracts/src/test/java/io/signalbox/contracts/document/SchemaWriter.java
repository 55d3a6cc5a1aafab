package io.signalbox.contracts.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes one JSON Schema (2020-12) that needs no other file: what it refers to is in its $defs. */
final class SchemaWriter {

    /** As {@code JobId} writes ids. */
    static final String JOB_ID =
            "([0-7][0-9A-TV-Z]{25}"
                    + "|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
                    + "|probe-[0-7][0-9A-TV-Z]{25})";

    private static final Map<Class<?>, String> PATTERNS =
            Map.of(
                    JobId.class, "^" + JOB_ID + "$",
                    AttemptId.class, "^" + JOB_ID + "/[1-9][0-9]*$",
                    Usd.class, "^-?[0-9]+(\\.[0-9]+)?$");
    private static final Set<Class<?>> INTEGERS =
            Set.of(int.class, long.class, Integer.class, Long.class);
    private static final String UNKNOWN =
            "Fields that are not named here may be there: ignore them.";

    private final Javadoc javadoc;
    private final Map<String, Class<?>> owners = new TreeMap<>();
    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    private SchemaWriter(Javadoc javadoc) {
        this.javadoc = javadoc;
    }

    /** The schema of a record's JSON. */
    static ObjectNode write(Class<?> record, Javadoc javadoc) {
        SchemaWriter writer = new SchemaWriter(javadoc);
        ObjectNode schema = Json.mapper().createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", record.getSimpleName());
        schema.setAll(writer.recordSchema(record));
        if (!writer.definitions.isEmpty()) {
            ObjectNode definitions = schema.putObject("$defs");
            definitions.setAll(writer.definitions);
        }
        return schema;
    }

    private ObjectNode recordSchema(Class<?> record) {
        RecordShape shape = RecordShape.of(record);
        ObjectNode schema = Json.mapper().createObjectNode();
        describe(schema, javadoc.of(record), shape.open() ? javadoc.of(record, "extra") : UNKNOWN);
        ObjectNode object = schema;
        if (shape.fromText()) {
            ArrayNode either = schema.putArray("anyOf");
            either.addObject().put("type", "string");
            object = either.addObject();
        }
        object.put("type", "object");
        ObjectNode properties = object.putObject("properties");
        shape.fields().forEach(field -> properties.set(field.name(), field(record, field)));
        List<String> required =
                shape.fields().stream()
                        .filter(RecordShape.Field::required)
                        .map(RecordShape.Field::name)
                        .toList();
        if (!required.isEmpty()) {
            ArrayNode names = object.putArray("required");
            required.forEach(names::add);
        }
        object.put("additionalProperties", true);
        return schema;
    }

    private ObjectNode field(Class<?> record, RecordShape.Field field) {
        ObjectNode schema = type(field.component().getGenericType());
        if (field.single()) {
            JsonNode item = schema.path("items");
            ObjectNode either = Json.mapper().createObjectNode();
            either.putArray("anyOf").add(schema).add(item);
            schema = either;
        }
        if (!field.required()) {
            schema = orNull(schema);
        }
        describe(schema, javadoc.of(record, field.component().getName()));
        return schema;
    }

    private static ObjectNode orNull(ObjectNode schema) {
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            schema.putArray("type").add(type.asText()).add("null");
        } else if (type.isArray()) {
            ((ArrayNode) type).add("null");
        } else if (schema.path("anyOf") instanceof ArrayNode either) {
            either.addObject().put("type", "null");
        } else if (schema.has("$ref")) {
            ObjectNode nullable = Json.mapper().createObjectNode();
            nullable.putArray("anyOf").add(schema).addObject().put("type", "null");
            return nullable;
        }
        return schema;
    }

    private ObjectNode type(Type type) {
        if (type instanceof ParameterizedType generic) {
            return container(generic);
        }
        Class<?> plain = (Class<?>) type;
        ObjectNode schema = Json.mapper().createObjectNode();
        if (plain.equals(JsonNode.class)) {
            return schema;
        }
        if (plain.equals(String.class)) {
            return schema.put("type", "string");
        }
        if (plain.equals(boolean.class) || plain.equals(Boolean.class)) {
            return schema.put("type", "boolean");
        }
        if (plain.equals(Double.class)) {
            return schema.put("type", "number");
        }
        if (INTEGERS.contains(plain)) {
            return schema.put("type", "integer");
        }
        if (plain.equals(Instant.class)) {
            return schema.put("type", "string").put("format", "date-time");
        }
        return reference(plain);
    }

    private ObjectNode container(ParameterizedType generic) {
        ObjectNode schema = Json.mapper().createObjectNode();
        Type[] arguments = generic.getActualTypeArguments();
        if (generic.getRawType().equals(List.class)) {
            schema.put("type", "array");
            schema.set("items", type(arguments[0]));
            return schema;
        }
        if (generic.getRawType().equals(Map.class)) {
            schema.put("type", "object");
            schema.set("additionalProperties", type(arguments[1]));
            return schema;
        }
        throw new IllegalStateException("no schema for " + generic);
    }

    private ObjectNode reference(Class<?> type) {
        String name = type.getSimpleName();
        Class<?> before = owners.putIfAbsent(name, type);
        if (before != null && !before.equals(type)) {
            throw new IllegalStateException(
                    "two types of one name: %s, %s".formatted(before, type));
        }
        if (before == null) {
            definitions.put(name, definition(type));
        }
        return Json.mapper().createObjectNode().put("$ref", "#/$defs/" + name);
    }

    private ObjectNode definition(Class<?> type) {
        ObjectNode schema = Json.mapper().createObjectNode();
        String pattern = PATTERNS.get(type);
        if (pattern != null) {
            describe(schema, javadoc.of(type));
            return schema.put("type", "string").put("pattern", pattern);
        }
        if (type.equals(Duration.class)) {
            describe(
                    schema,
                    "A duration such as 500ms, 30s, 5m, 2h, 1d or PT30S; a bare number is seconds.");
            schema.putArray("type").add("string").add("number");
            return schema.put("pattern", "^\\s*([0-9]{1,12}\\s*([mM][sS]|[sSmMhHdD])|[pP].+)\\s*$");
        }
        if (type.isEnum()) {
            return enumSchema(type, schema);
        }
        return recordSchema(type);
    }

    private ObjectNode enumSchema(Class<?> type, ObjectNode schema) {
        String constants =
                Stream.of(type.getEnumConstants())
                        .filter(constant -> !javadoc.of(type, constant.toString()).isEmpty())
                        .map(constant ->
                                wireName(constant) + ": " + javadoc.of(type, constant.toString()))
                        .collect(Collectors.joining(" "));
        describe(schema, javadoc.of(type), constants);
        schema.put("type", "string");
        ArrayNode names = schema.putArray("enum");
        Stream.of(type.getEnumConstants()).map(SchemaWriter::wireName).forEach(names::add);
        return schema;
    }

    private static String wireName(Object constant) {
        return Json.mapper().valueToTree(constant).asText();
    }

    private static void describe(ObjectNode schema, String... sentences) {
        String text =
                Stream.of(sentences)
                        .filter(sentence -> !sentence.isEmpty())
                        .collect(Collectors.joining(" "));
        if (!text.isEmpty()) {
            schema.put("description", text);
        }
    }
}
