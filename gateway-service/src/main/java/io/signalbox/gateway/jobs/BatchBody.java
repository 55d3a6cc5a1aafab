package io.signalbox.gateway.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.admission.Batches;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.http.Bodies;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of {@code POST /v1/jobs/batch}: a JSON array of jobs, or one job in each line (NDJSON;
 * empty lines do not count). Which it is says its first character, whatever its content type.
 */
final class BatchBody {

    private static final String FORMS = "send a JSON array of jobs, or one job in each line";

    private final int maxBytes;
    private final int maxJobs;

    BatchBody(int maxBytes, int maxJobs) {
        this.maxBytes = maxBytes;
        this.maxJobs = maxJobs;
    }

    /**
     * @throws ApiException 400 with every job that is none, 413 past the bound of bytes
     */
    List<Job> read(byte[] body) {
        if (body.length > maxBytes) {
            throw ApiException.bodyTooLarge(
                    "the body has %d bytes, at most %d are taken".formatted(body.length, maxBytes));
        }
        String text = new String(body, StandardCharsets.UTF_8);
        List<JsonNode> nodes =
                text.stripLeading().startsWith("[")
                        ? List.of(Bodies.read(body, JsonNode[].class, maxBytes))
                        : lines(text);
        if (nodes.isEmpty()) {
            throw ApiException.invalid(null, "the batch has no jobs; " + FORMS);
        }
        if (nodes.size() > maxJobs) {
            throw ApiException.invalid(
                    null, "the batch has more than %d jobs, which are the most".formatted(maxJobs));
        }
        return jobs(nodes);
    }

    /** Not many more than are taken. */
    private List<JsonNode> lines(String text) {
        List<JsonNode> nodes = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank() && nodes.size() <= maxJobs) {
                nodes.add(line(line, number));
            }
        }
        return nodes;
    }

    private JsonNode line(String line, int number) {
        try {
            return Bodies.read(line.getBytes(StandardCharsets.UTF_8), JsonNode.class, maxBytes);
        } catch (ApiException e) {
            throw ApiException.invalid(
                    null, "line %d: %s; %s".formatted(number, e.getMessage(), FORMS));
        }
    }

    private static List<Job> jobs(List<JsonNode> nodes) {
        List<Job> jobs = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (!nodes.get(i).isObject()) {
                mistakes.add("[%d]: it is not a JSON object".formatted(i));
                continue;
            }
            try {
                jobs.add(Json.mapper().treeToValue(nodes.get(i), Job.class));
            } catch (JsonProcessingException e) {
                mistakes.add("[%d]: %s".formatted(i, Bodies.mistake(e, null).getMessage()));
            }
        }
        if (!mistakes.isEmpty()) {
            throw Batches.wrong(mistakes, nodes.size());
        }
        return jobs;
    }
}
