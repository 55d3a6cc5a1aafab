package io.signalbox.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.standalone.harness.Ends;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Jobs that the cluster has taken, and how each has ended for whoever reads the topic. */
final class Work implements AutoCloseable {

    private static final Duration ALL_ENDED = Duration.ofSeconds(60);
    private static final int CALLERS = 8;

    /** Of each job: many are held while services come and go. */
    static final String TIMEOUT = "10m";

    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    private final TopicReader results;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();

    Work(String bootstrapServers) {
        this.results = new TopicReader(bootstrapServers, Topic.RESULTS);
    }

    /** Submits jobs to the gateways in turn, several at once; done when all are accepted. */
    List<Future<String>> submit(int jobs, String model, HttpCaller... gateways) {
        List<Future<String>> ids = new ArrayList<>();
        for (int number = 0; number < jobs; number++) {
            HttpCaller gateway = gateways[number % gateways.length];
            String body = Requests.job(model, "question " + number, TIMEOUT).toString();
            ids.add(callers.submit(() -> accept(gateway.post("/jobs", body))));
        }
        return ids;
    }

    private String accept(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return taken(answer.json().path("id").asText());
    }

    /** This job too was accepted. */
    String taken(String jobId) {
        accepted.add(jobId);
        return jobId;
    }

    static Set<String> all(Collection<Future<String>> submitted) throws Exception {
        Set<String> ids = new HashSet<>();
        for (Future<String> each : submitted) {
            ids.add(each.get());
        }
        return ids;
    }

    Set<String> accepted() {
        return Set.copyOf(accepted);
    }

    /** Blocks until each of these has an end, and finds that each succeeded. */
    void assertSucceeded(Set<String> ids) {
        Map<String, JsonNode> ends =
                Ends.of(results.readUntil(r -> Ends.of(r).keySet().containsAll(ids), ALL_ENDED));
        assertThat(ids).allSatisfy(id -> assertSucceeded(id, ends.get(id)));
    }

    private static void assertSucceeded(String id, @Nullable JsonNode end) {
        assertThat(end).as("job %s", id).isNotNull();
        assertThat(end.path("status").asText()).as("job %s: %s", id, end).isEqualTo("succeeded");
    }

    /** Every end there is, as it came. */
    List<ConsumerRecord<String, byte[]>> ends() {
        return results.readToEnd(ALL_ENDED);
    }

    @Override
    public void close() {
        callers.shutdownNow();
        results.close();
    }
}
