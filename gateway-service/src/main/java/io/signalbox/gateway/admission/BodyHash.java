package io.signalbox.gateway.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * Tells whether two bodies ask for the same job: SHA-256 of the job's JSON with its fields sorted.
 * White space, the order of fields, unknown fields and how the answer is to be delivered do not
 * count.
 */
final class BodyHash {

    private BodyHash() {}

    /** 64 hex digits. */
    static String of(Job job) {
        ObjectNode tree = Json.mapper().valueToTree(job);
        if (job.id() != null) {
            tree.put("id", JobId.parse(job.id()).value());
        }
        return sha256(Json.bytes(sorted(tree)));
    }

    /** 64 hex digits. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            ObjectNode object = Json.mapper().createObjectNode();
            fields.forEach((name, value) -> object.set(name, sorted(value)));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = Json.mapper().createArrayNode();
            node.forEach(each -> array.add(sorted(each)));
            return array;
        }
        return node;
    }
}
