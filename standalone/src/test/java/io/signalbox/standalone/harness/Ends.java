package io.signalbox.standalone.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Json;
import io.signalbox.messaging.RecordReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How jobs ended, as the two kinds of readers see it. */
public final class Ends {

    private static final int PAGE = 1_000;

    private Ends() {}

    /** By {@code ce_id}, the first record of each. */
    public static Map<String, JsonNode> of(List<ConsumerRecord<String, byte[]>> results) {
        Map<String, JsonNode> ends = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : results) {
            ends.computeIfAbsent(ceId(record), id -> parsed(record.value()));
        }
        return ends;
    }

    /** Only within one partition is there a first. */
    public static void assertOnePartitionEach(List<ConsumerRecord<String, byte[]>> results) {
        Map<String, Integer> partitions = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : results) {
            Integer earlier = partitions.putIfAbsent(ceId(record), record.partition());
            assertThat(earlier)
                    .as("partition of the end of " + record.key())
                    .isIn(null, record.partition());
        }
    }

    /** The results of all jobs that have ended, page by page. */
    public static Map<String, JsonNode> listed(HttpCaller http) {
        Map<String, JsonNode> ended = new HashMap<>();
        String cursor = "";
        do {
            JsonNode page = http.get("/jobs?limit=" + PAGE + cursor).json();
            for (JsonNode job : page.path("jobs")) {
                if (job.path("result").isObject()) {
                    ended.put(job.path("id").asText(), job.path("result"));
                }
            }
            cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
        } while (!cursor.isEmpty());
        return ended;
    }

    private static String ceId(ConsumerRecord<String, byte[]> record) {
        return Objects.requireNonNull(RecordReader.header(record, Headers.CE_ID));
    }

    private static JsonNode parsed(byte[] json) {
        try {
            return Json.mapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
