package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.JobCaller;
import io.signalbox.standalone.harness.PublishedContracts;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.standalone.harness.TopicReader;
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is on the topics is what docs/events says, in values and headers. */
@ExtendWith(SharedSignalbox.class)
class PublishedContractsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Topics that the jobs above must have left records on. */
    private static final List<Topic> USED =
            List.of(
                    Topic.ADMITTED,
                    Topic.ATTEMPTS_API,
                    Topic.REROUTES,
                    Topic.RESULTS,
                    Topic.PROGRESS,
                    Topic.EVENTS,
                    Topic.FLEET,
                    Topic.CONTROLS);

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    PublishedContractsIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @Test
    void everyRecordIsAsTheDocumentSays() throws IOException {
        // Given jobs that succeed, stream, fall back and fail, and are cancelled
        signalbox.script("first", Script.DEFAULT);
        http.post("/jobs?wait=30s", Requests.job("first/small", "plain").toString());
        http.post("/chat/completions", Requests.stream("first/small", "streamed").toString());
        signalbox.script("first", Script.failing(new Fault.Status(500, null, null)));
        signalbox.script("second", Script.failing(new Fault.Status(503, null, null)));
        http.post("/jobs?wait=30s", Requests.job("both", "fails").toString());
        signalbox.script("first", Script.builder().latency(Duration.ofSeconds(60)).build());
        Answer slow = http.post("/jobs", Requests.job("first/small", "cancelled").toString());
        assertThat(slow.status()).as(slow.body()).isEqualTo(202);
        String cancelled = slow.json().path("id").asText();
        assertThat(new JobCaller(http).cancel(cancelled).status()).isEqualTo(202);
        Eventually.get(
                LIMIT,
                () -> http.get("/jobs/" + cancelled).json(),
                job -> job.path("status").asText().equals("cancelled"));

        // When
        PublishedContracts contracts = new PublishedContracts();
        Map<Topic, Integer> counts = new EnumMap<>(Topic.class);
        List<String> problems = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : read()) {
            Topic topic = topic(record);
            counts.merge(topic, 1, Integer::sum);
            problems.addAll(contracts.problems(topic, record));
        }

        // Then
        assertThat(problems).isEmpty();
        assertThat(USED).allSatisfy(topic -> assertThat(counts).as("%s", topic).containsKey(topic));
    }

    /** What the suite wrote; what others did, as tests of bad input do, is of any shape. */
    private List<ConsumerRecord<String, byte[]>> read() {
        Topic[] topics =
                Arrays.stream(Topic.values())
                        .filter(topic -> topic != Topic.DEAD_LETTERS)
                        .toArray(Topic[]::new);
        String broker = signalbox.process().bootstrapServers();
        try (TopicReader reader = new TopicReader(broker, topics)) {
            return reader.readToEnd(LIMIT).stream()
                    .filter(record -> record.headers().lastHeader(Headers.CE_SOURCE) != null)
                    .toList();
        }
    }

    private static Topic topic(ConsumerRecord<String, byte[]> record) {
        return Arrays.stream(Topic.values())
                .filter(topic -> topic.fullName(Topic.DEFAULT_PREFIX).equals(record.topic()))
                .findFirst()
                .orElseThrow();
    }
}
