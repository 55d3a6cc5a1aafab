package io.signalbox.testsupport.simulator;

import static io.signalbox.testsupport.simulator.SimClient.chat;
import static io.signalbox.testsupport.simulator.SimClient.streamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault as a client sees it. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProviderSimulatorFaultsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration A_WHILE = Duration.ofMillis(300);

    /** Enough for the request to have come, however slow the machine. */
    private static final Duration UNTIL_ASKED = Duration.ofSeconds(2);

    private final ProviderSimulator simulator = ProviderSimulator.start();
    private final SimulatedProvider acme = simulator.script("acme", Script.DEFAULT);
    private final SimClient client = new SimClient(simulator.baseUrl("acme"));

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answersWithAStatusAndHeaders(boolean stream) throws Exception {
        acme.play(Script.failing(new Fault.Status(429, Map.of("Retry-After", "7"), null)));

        HttpResponse<String> response = client.send(request(stream));

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).contains("7");
        assertThat(Json.mapper().readTree(response.body()).at("/error/type").asText())
                .isEqualTo("rate_limit_error");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hangsBeforeHeadersUntilTheClientGoes(boolean stream) throws Exception {
        acme.play(Script.failing(new Fault.HangBeforeHeaders()));

        HttpRequest impatient = client.request(request(stream)).timeout(UNTIL_ASKED).build();
        assertThatThrownBy(() -> client.send(impatient)).isInstanceOf(HttpTimeoutException.class);

        assertThat(acme.await(counts -> counts.aborted() == 1, SOON)).isTrue();
        assertThat(acme.counts().inFlight()).isZero();
        assertThat(acme.counts().abortedAt()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hangsAfterHeaders(boolean stream) throws Exception {
        acme.play(Script.failing(new Fault.HangAfterHeaders()));

        HttpResponse<InputStream> response = client.open(request(stream));

        assertThat(response.statusCode()).isEqualTo(200);
        try (InputStream body = response.body()) {
            assertHangs(reader(body));
        }
    }

    @Test
    void hangsMidStreamAndNoticesThatTheClientGoes() throws Exception {
        acme.play(Script.failing(new Fault.HangMidStream(2)));

        HttpResponse<InputStream> response = client.open(streamed("a b c d"));

        try (InputStream body = response.body()) {
            BufferedReader reader = reader(body);
            assertThat(List.of(event(reader), event(reader), event(reader)))
                    .extracting(event -> event.contains("\"content\":"))
                    .containsExactly(true, true, true);
            assertHangs(reader);
            assertThat(acme.counts().aborted()).isZero();
        }
        assertThat(acme.await(counts -> counts.aborted() == 1, SOON)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cutsTheConnectionBeforeContent(boolean stream) {
        acme.play(Script.failing(new Fault.CutBeforeContent()));

        // The end may come with the head: then there is not even a response.
        assertThatThrownBy(
                        () -> {
                            HttpResponse<InputStream> response = client.open(request(stream));
                            assertThat(response.statusCode()).isEqualTo(200);
                            response.body().readAllBytes();
                        })
                .isInstanceOf(IOException.class);
        assertThat(acme.counts().aborted()).isZero();
    }

    @Test
    void cutsTheConnectionAfterSomeChunks() throws Exception {
        acme.play(Script.failing(new Fault.CutAfter(2)));

        // Java's client drops what it has not handed out yet when the connection breaks.
        String answer = client.bytes(streamed("a b c d"));

        assertThat(answer).containsSubsequence("assistant", "\"content\":\"You ");
        assertThat(answer).contains("\"content\":\"said: ").doesNotContain("\"content\":\"a");
        assertThat(answer).as("the mark of a whole body").doesNotEndWith("0\r\n\r\n");
    }

    @Test
    void cutsAPlainAnswerInItsMiddle() throws Exception {
        acme.play(Script.failing(new Fault.CutAfter(1)));

        assertThatThrownBy(() -> client.open(chat("hi")).body().readAllBytes())
                .isInstanceOf(IOException.class);
    }

    @Test
    void endsCleanlyWithoutFinishReasonAndEndMarker() throws Exception {
        acme.play(Script.failing(new Fault.CleanEof(2)));

        List<String> events = client.events(streamed("a b c d"));

        assertThat(events).hasSize(3);
        assertThat(events).noneMatch(event -> event.contains("\"finish_reason\":\"stop\""));
        assertThat(events).doesNotContain("[DONE]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void sendsAnErrorInTheStream(int afterChunks) throws Exception {
        acme.play(Script.failing(new Fault.ErrorInBand(afterChunks, 503, "too busy")));

        List<String> events = client.events(streamed("a b c d"));

        assertThat(events).hasSize(afterChunks == 0 ? 1 : afterChunks + 2);
        assertThat(Json.mapper().readTree(events.getLast()).at("/error/message").asText())
                .isEqualTo("too busy");
    }

    @Test
    void sendsAnErrorAsAPlainAnswer() throws Exception {
        acme.play(Script.failing(new Fault.ErrorInBand(0, 503, null)));

        HttpResponse<String> response = client.send(chat("hi"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("{\"error\":");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sendsNothingOrAWebPage(boolean stream) throws Exception {
        acme.play(Script.failing(new Fault.Empty200()));
        HttpResponse<String> empty = client.send(request(stream));
        assertThat(empty.statusCode()).isEqualTo(200);
        assertThat(empty.body()).isEmpty();

        acme.play(Script.failing(new Fault.Html200()));
        HttpResponse<String> page = client.send(request(stream));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).contains("text/html");
        assertThat(page.body()).startsWith("<html>");
    }

    @Test
    void sendsAChunkThatIsNotJsonAmongGoodOnes() throws Exception {
        acme.play(Script.failing(new Fault.MalformedChunk(1)));

        List<String> events = client.events(streamed("a b"));

        assertThatThrownBy(() -> Json.mapper().readTree(events.get(2)))
                .isInstanceOf(JsonProcessingException.class);
        assertThat(events.getLast()).isEqualTo("[DONE]");
        HttpResponse<String> plain = client.send(chat("hi"));
        assertThatThrownBy(() -> Json.mapper().readTree(plain.body()))
                .isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void drips(boolean stream) throws Exception {
        acme.play(Script.failing(new Fault.SlowDrip(Duration.ofMillis(60))));

        Instant start = Instant.now();
        client.send(request(stream));

        assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(115));
    }

    @Test
    void playsRulesInOrderAndByTheirConditions() throws Exception {
        // Given
        Fault overloaded = new Fault.Status(503, null, null);
        Fault gone = new Fault.Status(410, null, null);
        acme.play(
                Script.builder()
                        .fault(FaultRule.matching("poison", gone))
                        .fault(FaultRule.first(1, overloaded))
                        .fault(FaultRule.every(3, new Fault.Status(500, null, null)))
                        .build());

        // When
        List<Integer> statuses = new ArrayList<>();
        for (String question : List.of("a", "poison b", "c", "d", "e", "f")) {
            statuses.add(client.send(chat(question)).statusCode());
        }

        // Then
        assertThat(statuses).containsExactly(503, 410, 200, 200, 500, 200);
        assertThat(acme.counts().faults()).isEqualTo(Map.of("status", 3L));
    }

    @Test
    void drawsProbabilitiesAlikeForTheSameSeed() throws Exception {
        List<Integer> first = statusesAtHalf(7);

        assertThat(first).contains(200, 503);
        assertThat(statusesAtHalf(7)).isEqualTo(first);
        assertThat(statusesAtHalf(8)).isNotEqualTo(first);
    }

    private List<Integer> statusesAtHalf(long seed) throws Exception {
        Fault fault = new Fault.Status(503, null, null);
        acme.play(Script.builder().seed(seed).fault(FaultRule.withProbability(0.5, fault)).build());
        List<Integer> statuses = new ArrayList<>();
        for (int call = 0; call < 20; call++) {
            statuses.add(client.send(chat("hi")).statusCode());
        }
        return statuses;
    }

    private static ObjectNode request(boolean stream) {
        return stream ? streamed("hi") : chat("hi");
    }

    private static BufferedReader reader(InputStream body) {
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** The next event, without the blank line after it. */
    private static String event(BufferedReader reader) {
        try {
            String line = String.valueOf(reader.readLine());
            reader.readLine();
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertHangs(BufferedReader reader) {
        CompletableFuture<String> next = CompletableFuture.supplyAsync(() -> event(reader));
        assertThatThrownBy(() -> next.get(A_WHILE.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
    }
}
