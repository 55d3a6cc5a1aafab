package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.RawHttp;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A provider that says nothing: the caller is told in time, and the job ends. */
@ExtendWith(SharedSignalbox.class)
class DeadlineIT {

    private static final Duration SWEPT = Duration.ofSeconds(60);
    private static final int CALLERS = 4;

    private final RunningSignalbox signalbox;
    private final HttpCaller http;

    DeadlineIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
        this.http = signalbox.http();
    }

    @Test
    void aSyncCallerGets504AndTheJobExpires() throws InterruptedException {
        // Given
        SimulatedProvider first =
                signalbox.script("first", Script.failing(new Fault.HangBeforeHeaders()));
        var chat = Requests.chat("first/small", "are you there");
        chat.putObject("signalbox").putObject("limits").put("timeout", "2s");

        // When
        long begun = System.nanoTime();
        Answer answer = http.post("/chat/completions", chat.toString());
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(504);
        assertThat(answer.error().path("code").asText()).isEqualTo("deadline_exceeded");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(took).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(20));
        String jobId = answer.header("x-signalbox-job");
        assertThat(jobId).isNotEmpty();

        // And the job ends as expired, its call is not left open
        assertExpires(jobId);
        assertThat(first.await(counts -> counts.inFlight() == 0, SWEPT)).isTrue();
    }

    @Test
    void aJobExpiresAlthoughItsCallerHasGoneAndResultsKeepComing() {
        // Given callers who get answers all the time
        signalbox.script("first", Script.failing(new Fault.HangBeforeHeaders()));
        signalbox.script("second", Script.DEFAULT);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answers = new AtomicInteger();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                callers.execute(() -> {
                    String chat = Requests.chat("second/small", "hello").toString();
                    while (!over.get() && http.post("/chat/completions", chat).status() == 200) {
                        answers.incrementAndGet();
                    }
                });
            }
            try {
                // When one is told that it is too late, and closes its connection
                var late = Requests.chat("first/small", "are you there");
                late.putObject("signalbox").putObject("limits").put("timeout", "2s");
                RawHttp.Answer answer =
                        new RawHttp(URI.create(signalbox.process().apiUrl()))
                                .send("POST /v1/chat/completions", List.of(), late.toString());
                assertThat(answer.status()).as(answer.head()).isEqualTo(504);

                // Then
                assertExpires(answer.header("x-signalbox-job"));
            } finally {
                over.set(true);
            }
        }
        assertThat(answers.get()).isGreaterThan(CALLERS);
    }

    private void assertExpires(String jobId) {
        JsonNode job =
                Eventually.get(
                        SWEPT,
                        () -> http.get("/jobs/" + jobId).json(),
                        it -> it.path("result").isObject());
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("expired");
        assertThat(job.at("/result/error/class").asText()).isEqualTo("EXPIRED");
    }
}
