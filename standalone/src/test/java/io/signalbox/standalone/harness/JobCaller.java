package io.signalbox.standalone.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** A caller of jobs who waits for their ends by looking. Thread-safe. */
public record JobCaller(HttpCaller http) {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** Its id; fails where it is not accepted. */
    public String submit(JsonNode job) {
        Answer answer = http.post("/jobs", job.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().path("id").asText();
    }

    /** The job's result, as soon as it has one. */
    public JsonNode ended(String jobId) {
        return Eventually.get(
                        LIMIT,
                        () -> http.get("/jobs/" + jobId).json(),
                        job -> job.path("result").isObject())
                .path("result");
    }

    /** What a cancel is answered, once the job store has read of the job: it is 503 before. */
    public Answer cancel(String jobId) {
        return Eventually.get(
                LIMIT, () -> http.delete("/jobs/" + jobId), answer -> answer.status() != 503);
    }

    /** Submits and waits for the result. */
    public JsonNode run(JsonNode job) {
        return ended(submit(job));
    }

    /** The same, and finds that it succeeded. */
    public JsonNode succeed(JsonNode job) {
        JsonNode result = run(job);
        assertThat(result.path("status").asText()).as(result.toString()).isEqualTo("succeeded");
        return result;
    }

    /** The elements' texts. */
    public static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }
}
