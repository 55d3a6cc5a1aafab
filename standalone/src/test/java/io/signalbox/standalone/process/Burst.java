package io.signalbox.standalone.process;

import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Many jobs from several callers at once. A caller that gets no answer, because Signalbox died,
 * keeps its job to send it again.
 */
final class Burst {

    private static final int CALLERS = 16;

    private final List<String> jobs;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> unanswered = new ConcurrentLinkedQueue<>();
    private ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    Burst(String model, int jobs) {
        this.jobs =
                IntStream.range(0, jobs)
                        .mapToObj(number ->
                                Requests.job(model, "question number " + number).toString())
                        .toList();
    }

    /** Returns at once. */
    void start(HttpCaller http) {
        send(jobs, http);
    }

    /** Sends what was never answered, and returns when all of it is. */
    void sendAgain(HttpCaller http) throws InterruptedException {
        List<String> left = List.copyOf(unanswered);
        unanswered.clear();
        callers = Executors.newFixedThreadPool(CALLERS);
        send(left, http);
        awaitTheEnd();
    }

    private void send(List<String> bodies, HttpCaller http) {
        bodies.forEach(body -> callers.execute(() -> submit(body, http)));
        callers.shutdown();
    }

    private void submit(String body, HttpCaller http) {
        try {
            Answer answer = http.post("/jobs", body);
            if (answer.status() == 202) {
                accepted.add(answer.json().path("id").asText());
            } else {
                unanswered.add(body);
            }
        } catch (UncheckedIOException e) {
            unanswered.add(body);
        }
    }

    /** Returns when every job was accepted or left unanswered. */
    void awaitTheEnd() throws InterruptedException {
        if (!callers.awaitTermination(60, TimeUnit.SECONDS)) {
            callers.shutdownNow();
            throw new IllegalStateException("callers still wait");
        }
    }

    /** The ids of all jobs that Signalbox has taken. */
    Set<String> accepted() {
        return Set.copyOf(accepted);
    }
}
