package io.signalbox.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.gateway.admission.SourceRecord;
import io.signalbox.standalone.harness.BesideOthers;
import io.signalbox.standalone.harness.Ends;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.StandaloneProcess;
import io.signalbox.standalone.harness.TestCatalog;
import io.signalbox.standalone.harness.TopicReader;
import io.signalbox.standalone.harness.TopicWriter;
import io.signalbox.testsupport.simulator.ProviderCounts;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise: an accepted job ends exactly once, whatever is killed meanwhile. */
@BesideOthers
@Order(Integer.MAX_VALUE) // beside those that wait most, which come late
class KillAndRestartIT {

    private static final int JOBS = 1_000;
    private static final long FIRST = 250;
    private static final int BY_KAFKA = 50;
    private static final String JOBS_TOPIC = Topic.JOBS.fullName(Topic.DEFAULT_PREFIX);
    private static final String KEYED = Requests.job("crowded/small", "under a key").toString();
    private static final String PROVIDER = "crowded";
    private static final Duration CALL = Duration.ofMillis(400);
    private static final Duration ALL_ENDED = Duration.ofMinutes(2);
    private static final Duration GONE = Duration.ofMinutes(1);

    /** Of a cold JVM, which may have to share its two cores. */
    private static final Duration BEGUN = Duration.ofMinutes(2);

    @TempDir private Path directory;

    private final ProviderSimulator simulator = ProviderSimulator.start();
    private final Set<String> besides = new HashSet<>();
    private Path catalog = Path.of("");

    @BeforeEach
    void writeTheCatalog() {
        catalog = TestCatalog.write(directory, simulator);
    }

    @AfterEach
    void closeTheSimulator() {
        simulator.close();
    }

    @Test
    void everyAcceptedJobEndsExactlyOnceAlthoughTheProcessIsKilled() throws Exception {
        // Given a provider that makes 1,000 jobs last for seconds
        SimulatedProvider provider =
                simulator.script(PROVIDER, Script.builder().latency(CALL).build());
        Burst burst = new Burst(PROVIDER + "/small", JOBS);

        // When it is killed between the first of the calls and the last
        long calledBefore = runAndKill(burst, provider);

        // And started again on the same data, and whoever got no answer asks again
        try (StandaloneProcess second = StandaloneProcess.launch(options())) {
            Duration toReady = second.awaitReady();
            HttpCaller http = new HttpCaller(second.apiUrl());
            burst.sendAgain(http);
            Set<String> accepted = new HashSet<>(burst.accepted());
            assertThat(accepted).hasSize(JOBS);
            accepted.addAll(besides);
            assertThat(accepted).contains(submitWithKey(http)).hasSize(JOBS + BY_KAFKA + 1);

            // Then every job has exactly one end, the same for Kafka readers and for HTTP callers
            Map<String, JsonNode> ends = ends(second, accepted);
            assertThat(ends.values())
                    .allMatch(end -> end.path("status").asText().equals("succeeded"));
            assertSeenByHttpCallers(http, ends);

            // And no call was repeated whose end had been written down
            Attempts attempts = Attempts.read(second.bootstrapServers());
            ProviderCounts counts = provider.counts();
            long repeated = counts.calls() - counts.attempts();
            long inFlight = calledBefore - attempts.finishedBy(attempts.firstWorker()).size();
            System.out.printf(
                    "kill: %d jobs accepted, %d calls begun before it, %d of them in flight; "
                            + "%d calls repeated; ready again after %d ms%n",
                    ends.size(), calledBefore, inFlight, repeated, toReady.toMillis());
            assertThat(counts.repeatedAttempts().keySet())
                    .doesNotContainAnyElementsOf(attempts.finishedBy(attempts.firstWorker()));
            assertThat(counts.repeatedAttempts().values()).allMatch(calls -> calls == 2);
            assertThat(inFlight).as("the kill was in the middle").isPositive();
            assertThat(repeated).isLessThanOrEqualTo(inFlight);
            second.terminate();
            assertThat(second.awaitExit().code()).isZero();
        }
    }

    private long runAndKill(Burst burst, SimulatedProvider provider) throws InterruptedException {
        try (StandaloneProcess first = StandaloneProcess.launch(options());
                TopicWriter writer = writer(first)) {
            HttpCaller http = new HttpCaller(first.apiUrl());
            besides.add(submitWithKey(http));
            burst.start(http);
            boolean begun =
                    provider.await(counts -> counts.calls() - counts.inFlight() >= FIRST, BEGUN);
            assertThat(begun).as("the first calls have ended").isTrue();
            besides.addAll(writeToKafka(writer));
            List<ProcessHandle> family = first.family();
            first.kill();
            burst.awaitTheEnd();
            for (ProcessHandle member : family) {
                member.onExit().orTimeout(GONE.toSeconds(), TimeUnit.SECONDS).join();
            }
            assertThat(family).hasSizeGreaterThan(1).noneMatch(ProcessHandle::isAlive);
        }
        return provider.counts().attempts();
    }

    /** One job, however often and to whichever process. */
    private static String submitWithKey(HttpCaller http) {
        HttpCaller.Answer answer = http.post("/jobs", KEYED, "Idempotency-Key", "survives");
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().path("id").asText();
    }

    /** Of the process, once it is ready. */
    private static TopicWriter writer(StandaloneProcess process) {
        process.awaitReady();
        return new TopicWriter(process.bootstrapServers());
    }

    /** Returns the ids of jobs that the broker has and the gateway may not have read yet. */
    private static Set<String> writeToKafka(TopicWriter writer) {
        Set<String> ids = new HashSet<>();
        for (int number = 0; number < BY_KAFKA; number++) {
            String job = Requests.job(PROVIDER + "/small", "by kafka " + number).toString();
            int partition = number % Topic.JOBS.defaultPartitions();
            RecordMetadata at = writer.write(JOBS_TOPIC, partition, "k" + number, job);
            ids.add(
                    new SourceRecord(
                                    JOBS_TOPIC,
                                    partition,
                                    at.offset(),
                                    Instant.ofEpochMilli(at.timestamp()))
                            .jobId()
                            .value());
        }
        return ids;
    }

    private String[] options() {
        return new String[] {
            "--port",
            "0",
            "--kafka-port",
            "0",
            "--data",
            directory.resolve("data").toString(),
            "--catalog",
            catalog.toString()
        };
    }

    /** The first end of each job, as a Kafka reader keeps it that dedupes by {@code ce_id}. */
    private static Map<String, JsonNode> ends(StandaloneProcess process, Set<String> accepted) {
        try (TopicReader reader = new TopicReader(process.bootstrapServers(), Topic.RESULTS)) {
            List<ConsumerRecord<String, byte[]>> records =
                    reader.readUntil(
                            soFar -> Ends.of(soFar).keySet().containsAll(accepted), ALL_ENDED);
            Ends.assertOnePartitionEach(records);
            return Ends.of(records);
        }
    }

    private static void assertSeenByHttpCallers(HttpCaller http, Map<String, JsonNode> ends) {
        Map<String, JsonNode> listed =
                Eventually.get(
                        ALL_ENDED,
                        () -> Ends.listed(http),
                        jobs -> jobs.keySet().equals(ends.keySet()));
        ends.forEach((id, end) -> assertThat(listed.get(id)).as("job %s", id).isEqualTo(end));
    }
}
