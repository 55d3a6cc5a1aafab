package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.standalone.harness.DatabaseText;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.standalone.harness.TestCatalog;
import io.signalbox.standalone.harness.TopicReader;
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.FaultRule;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.ScriptBuilder;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A provider says our key back to us in its errors, in every spelling: no part of it is anywhere.
 */
@ExtendWith(SharedSignalbox.class)
class RedactionIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String KEY = TestCatalog.PLANTED;
    private static final String IN_URL = URLEncoder.encode(KEY, StandardCharsets.UTF_8);

    /** Also a part of the key is too much. */
    private static final List<String> SECRETS =
            List.of("planted/zx7", "zx7+q9", "zx7%2bq9", "vw2-4471");

    /** Stands in each job's metadata, and must be found wherever the key is looked for. */
    private static final String CANARY = "canary-in-the-mine";

    /** What the provider says, by the word that makes it say so. */
    private static final Map<String, Fault> ECHOES =
            Map.of(
                    "spelt-plainly", new Fault.Status(400, Map.of(), error("your key is " + KEY)),
                    "spelt-as-bearer",
                            new Fault.Status(
                                    400,
                                    Map.of(
                                            "x-request-id",
                                            KEY,
                                            "WWW-Authenticate",
                                            "Bearer " + KEY),
                                    error("Authorization: Bearer " + KEY)),
                    "spelt-as-header", new Fault.Status(500, Map.of(), error("x-api-key: " + KEY)),
                    "spelt-in-a-url",
                            new Fault.Status(
                                    400,
                                    Map.of(),
                                    error("GET /v1/chat?key=" + IN_URL + "&alt=sse")),
                    "spelt-in-no-json",
                            new Fault.Status(
                                    503, Map.of(), "<p>" + KEY.replace("/", "\\/") + "</p>"),
                    "spelt-in-a-stream", new Fault.ErrorInBand(0, 400, "no such key: " + KEY),
                    "spelt-late", new Fault.ErrorInBand(1, 500, "key " + KEY + " ran out"),
                    "spelt-and-refused",
                            new Fault.Status(401, Map.of(), error("Incorrect API key: " + KEY)));

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    RedactionIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    private static String error(String message) {
        return "{\"error\":{\"message\":\"%s\",\"type\":\"invalid_request_error\",\"param\":\"%s\"}}"
                .formatted(message, KEY);
    }

    @Test
    void noPartOfAKeyIsFoundAnywhere() throws IOException {
        // Given
        ScriptBuilder script = Script.builder();
        ECHOES.forEach((word, fault) -> script.fault(FaultRule.matching(word, fault)));
        signalbox.script("leaky", script.build());

        // When: the refusal last, since then the key is set aside
        Map<String, List<String>> found = new LinkedHashMap<>();
        List<String> answers = new ArrayList<>();
        ECHOES.keySet().stream()
                .sorted((one, two) ->
                        Boolean.compare(one.contains("refused"), two.contains("refused")))
                .forEach(word -> answers.addAll(answers(word)));
        answers.add(http.get("/providers").body());
        answers.add(http.get("/catalog").body());
        answers.add(http.get("/usage?group_by=provider,model").body());
        answers.add(http.get("/jobs?limit=50").body());
        answers.add(http.post("/route", job("route").toString()).body());
        found.put("HTTP", answers);
        found.put("metrics", List.of(http.metrics()));
        found.put("log", log());
        found.put("database", database());
        found.put("topics", topics());

        // Then
        found.forEach((place, texts) ->
                assertThat(texts)
                        .as(place)
                        .allSatisfy(text ->
                                assertThat(text.toLowerCase(Locale.ROOT)).doesNotContain(SECRETS)));

        // And the search finds what is there
        assertThat(found.get("HTTP")).anyMatch(text -> text.contains(CANARY));
        assertThat(found.get("HTTP")).anyMatch(text -> text.contains("***"));
        assertThat(found.get("metrics").getFirst()).contains("provider=\"leaky\"");
        assertThat(found.get("log")).anyMatch(text -> text.contains("provider=leaky"));
        assertThat(found.get("database")).anyMatch(text -> text.contains(CANARY));
        assertThat(found.get("topics")).anyMatch(text -> text.contains(CANARY));
    }

    private List<String> answers(String word) {
        Answer chat = http.post("/chat/completions", Requests.chat("leaky/small", word).toString());
        Answer stream =
                http.post("/chat/completions", Requests.stream("leaky/small", word).toString());
        Answer job = http.post("/jobs?wait=50s", job(word).toString());
        String id = job.json().path("id").asText();
        List<String> answers = new ArrayList<>();
        for (Answer answer : List.of(chat, stream, job)) {
            answers.add(answer.headers().map() + "\n" + answer.body());
        }
        answers.add(
                Eventually.get(
                                LIMIT,
                                () -> http.get("/jobs/" + id),
                                it -> it.json().path("result").isObject())
                        .body());
        answers.add(http.get("/jobs/" + id + "/events").body());
        return answers;
    }

    private static ObjectNode job(String word) {
        ObjectNode job = Requests.job("leaky/small", word);
        job.putObject("metadata").put("bird", CANARY);
        job.putObject("limits").put("retries", 0);
        return job;
    }

    private Path data() {
        return signalbox.catalog().resolveSibling("data");
    }

    private List<String> log() throws IOException {
        List<String> lines = new ArrayList<>(signalbox.process().outputSoFar());
        lines.addAll(Files.readAllLines(data().resolve("signalbox.log")));
        return lines;
    }

    /** Once the last job is in it, as both stores have it. */
    private List<String> database() {
        return Eventually.get(
                LIMIT,
                () -> DatabaseText.rows(data()),
                rows ->
                        rows.stream().anyMatch(row -> row.contains(CANARY))
                                && rows.stream()
                                        .anyMatch(row ->
                                                row.startsWith("metrics.")
                                                        && row.contains(
                                                                "PROVIDER_AUTHENTICATION")));
    }

    private List<String> topics() {
        String broker = signalbox.process().bootstrapServers();
        try (TopicReader reader = new TopicReader(broker, Topic.values())) {
            return reader.readToEnd(LIMIT).stream().map(RedactionIT::text).toList();
        }
    }

    private static String text(ConsumerRecord<String, byte[]> record) {
        StringBuilder text = new StringBuilder(record.topic()).append(' ').append(record.key());
        record.headers()
                .forEach(header ->
                        text.append(' ')
                                .append(header.key())
                                .append('=')
                                .append(utf8(header.value())));
        return text.append(' ').append(utf8(record.value())).toString();
    }

    private static String utf8(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
