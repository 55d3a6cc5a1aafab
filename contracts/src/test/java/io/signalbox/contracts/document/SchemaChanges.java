package io.signalbox.contracts.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What of a type's older schema its newer one breaks. Fields and values may be added; a field that
 * is added must not be required, for older records lack it.
 */
final class SchemaChanges {

    private final JsonNode oldRoot;
    private final JsonNode newRoot;
    private final List<String> breaks = new ArrayList<>();

    private SchemaChanges(JsonNode oldRoot, JsonNode newRoot) {
        this.oldRoot = oldRoot;
        this.newRoot = newRoot;
    }

    /** Each break in words, with the field's path; empty where there is none. */
    static List<String> breaks(JsonNode older, JsonNode newer) {
        SchemaChanges changes = new SchemaChanges(older, newer);
        changes.compare("$", older, newer);
        return changes.breaks;
    }

    private void compare(String path, JsonNode olderOrReference, JsonNode newerOrReference) {
        JsonNode older = resolved(oldRoot, olderOrReference);
        JsonNode newer = resolved(newRoot, newerOrReference);
        if (!types(older).equals(types(newer))) {
            breaks.add("%s was %s and is %s".formatted(path, types(older), types(newer)));
        }
        texts(older.path("enum")).stream()
                .filter(name -> !texts(newer.path("enum")).contains(name))
                .forEach(name -> breaks.add("%s may no longer be %s".formatted(path, name)));
        Set<String> before = texts(older.path("required"));
        Set<String> now = texts(newer.path("required"));
        now.stream()
                .filter(name -> !before.contains(name))
                .forEach(name -> breaks.add("%s.%s is newly required".formatted(path, name)));
        before.stream()
                .filter(name -> !now.contains(name))
                .forEach(name -> breaks.add("%s.%s is no longer required".formatted(path, name)));
        older.path("properties")
                .properties()
                .forEach(field -> {
                    String fieldPath = path + "." + field.getKey();
                    JsonNode still = newer.path("properties").path(field.getKey());
                    if (still.isMissingNode()) {
                        breaks.add(fieldPath + " is gone");
                    } else {
                        compare(fieldPath, field.getValue(), still);
                    }
                });
        compareIfBoth(path + "[]", older.path("items"), newer.path("items"));
        compareIfBoth(
                path + ".*",
                older.path("additionalProperties"),
                newer.path("additionalProperties"));
        compareAlternatives(path, older.path("anyOf"), newer.path("anyOf"));
    }

    private void compareAlternatives(String path, JsonNode older, JsonNode newer) {
        if (older.size() != newer.size()) {
            breaks.add("%s has other alternatives".formatted(path));
            return;
        }
        for (int index = 0; index < older.size(); index++) {
            compare(path, older.path(index), newer.path(index));
        }
    }

    private void compareIfBoth(String path, JsonNode older, JsonNode newer) {
        if (older.isObject() && newer.isObject()) {
            compare(path, older, newer);
        }
    }

    private static JsonNode resolved(JsonNode root, JsonNode schema) {
        String reference = schema.path("$ref").asText("");
        return reference.startsWith("#") ? root.at(reference.substring(1)) : schema;
    }

    private static Set<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isTextual() ? Set.of(type.asText()) : texts(type);
    }

    private static Set<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
