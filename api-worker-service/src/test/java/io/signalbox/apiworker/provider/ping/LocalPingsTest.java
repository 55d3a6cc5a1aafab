package io.signalbox.apiworker.provider.ping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.DialectClient;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.apiworker.call.ollama.OllamaDialectClient;
import io.signalbox.apiworker.call.openai.OpenAiDialectClient;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.apiworker.provider.Admission;
import io.signalbox.apiworker.provider.FreePermits;
import io.signalbox.apiworker.provider.Lane;
import io.signalbox.apiworker.provider.Permits;
import io.signalbox.apiworker.provider.discovery.Looks;
import io.signalbox.apiworker.provider.state.ProviderStates;
import io.signalbox.apiworker.provider.state.States;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.ProviderCondition.Health;
import io.signalbox.contracts.event.ProviderCondition.Ping;
import io.signalbox.contracts.wire.Json;
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.FaultRule;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.RecordedRequest;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pings against simulated local servers. */
@Timeout(60)
class LocalPingsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Script BOTH_PULLED_ONE_LOADED =
            Script.builder().models("llama3.2", "qwen3:8b").loaded("qwen3:8b").build();

    private static ProviderSimulator simulator;
    private static UpstreamHttp http;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final InstantSource clock = now::get;
    private final Looks looks = new Looks();
    private final Permits permits = FreePermits.permits();
    private final ProviderStates states = States.at(clock);
    private final Semaphore news = new Semaphore(0);

    @BeforeAll
    static void start() {
        simulator = ProviderSimulator.start();
        http = new UpstreamHttp();
    }

    @AfterAll
    static void stop() {
        http.close();
        simulator.close();
    }

    @BeforeEach
    void hear() {
        states.onChange(provider -> news.release());
    }

    @AfterEach
    void close() {
        looks.close();
    }

    @Test
    void anOllamaIsAskedForOneTokenOfWhatItHasInMemory() throws Exception {
        // Given
        SimulatedProvider ollama = server("asked", BOTH_PULLED_ONE_LOADED);
        Provider provider = ollama("asked", "");

        // When
        found(provider);

        // Then
        awaitNews();
        RecordedRequest asked = ollama.counts().requests().getLast();
        assertThat(asked.path()).isEqualTo("/api/chat");
        JsonNode body = body(asked);
        assertThat(body.path("model").asText()).isEqualTo("qwen3:8b");
        assertThat(body.at("/options/num_predict").asInt()).isEqualTo(1);
        assertThat(body.has("keep_alive")).isFalse();
        Health health = health(provider);
        assertThat(health.state()).isEqualTo("healthy");
        Ping ping = health.lastPing();
        assertThat(ping).isNotNull();
        assertThat(ping.model()).isEqualTo("qwen3:8b");
        assertThat(ping.at()).isEqualTo(now.get());
        assertThat(ping.responseMs()).isNotNull();
        assertThat(health.responseMs()).as("of jobs' calls").isNull();
    }

    @Test
    void aServerOfOpenAisFormatIsAskedForOneTokenOfWhatItHasInMemory() throws Exception {
        // Given
        SimulatedProvider studio =
                server("studio", Script.builder().models("a", "b").loaded("b").build());
        Provider provider =
                provider(
                        "lm_studio",
                        "dialect: openai, base_url: \"%s\", local: true"
                                .formatted(simulator.baseUrl("studio")));

        // When
        Pinged pinged = ping(provider);

        // Then
        assertThat(pinged)
                .isInstanceOfSatisfying(
                        Pinged.Answered.class, it -> assertThat(it.model()).isEqualTo("b"));
        JsonNode body = body(studio.counts().requests().getLast());
        assertThat(body.path("model").asText()).isEqualTo("b");
        assertThat(body.path("max_tokens").asInt()).isEqualTo(1);
    }

    @Test
    void nothingIsEverLoadedForAPing() {
        SimulatedProvider ollama = server("empty", Script.builder().models("llama3.2").build());

        assertThat(ping(ollama("empty", ""))).isInstanceOf(Pinged.NotMade.class);
        assertThat(ollama.counts().calls()).isZero();
    }

    @Test
    void aServerThatDoesNotTellWhatIsInMemoryIsNotPinged() {
        SimulatedProvider other = server("other", Script.builder().models("m").loaded("m").build());
        Provider provider =
                provider(
                        "other",
                        "dialect: openai, base_url: \"%s\", local: true"
                                .formatted(simulator.baseUrl("other")));

        assertThat(ping(provider)).isInstanceOf(Pinged.NotMade.class);
        assertThat(other.counts().calls()).isZero();
    }

    @Test
    void aProviderThatIsNotLocalIsNeverPinged() {
        SimulatedProvider cloud = server("cloud", BOTH_PULLED_ONE_LOADED);
        Provider provider = ollama("cloud", ", local: false");

        assertThat(ping(provider)).isInstanceOf(Pinged.NotMade.class);
        assertThat(cloud.counts().calls()).isZero();
    }

    @Test
    void nothingIsAskedWhileACallIsUnderWay() throws InterruptedException {
        SimulatedProvider ollama = server("busy", BOTH_PULLED_ONE_LOADED);
        Provider provider = ollama("busy", "");
        Admission call = permits.acquire(provider.name(), 4, Lane.BATCH, LONG);

        assertThat(ping(provider)).isInstanceOf(Pinged.NotMade.class);
        assertThat(ollama.counts().calls()).isZero();

        ((Admission.Granted) call).permit().close();
        assertThat(ping(provider)).isInstanceOf(Pinged.Answered.class);
    }

    @Test
    void aCallThatComesDoesNotWaitForThePingAndEndsIt() throws Exception {
        // Given
        SimulatedProvider ollama = server("giving-way", BOTH_PULLED_ONE_LOADED);
        Provider provider = ollama("giving-way", ", health: {timeout: 10m}");
        look(provider);
        ollama.hold();
        CompletableFuture<Pinged> ping =
                CompletableFuture.supplyAsync(() -> pings(provider).now(provider, list(provider)));
        assertThat(ollama.await(it -> it.inFlight() == 1, LONG)).isTrue();

        // When
        Admission call = permits.acquire(provider.name(), 1, Lane.INTERACTIVE, Duration.ZERO);

        // Then
        assertThat(call).isInstanceOf(Admission.Granted.class);
        assertThat(ping.get(30, TimeUnit.SECONDS)).isInstanceOf(Pinged.NotMade.class);
        assertThat(ollama.await(it -> it.aborted() == 1, LONG)).isTrue();
        ollama.release();
        assertThat(health(provider).lastPing()).isNull();
        assertThat(health(provider).calls()).isZero();
    }

    @Test
    void aModelThatHangsIsAFailure() {
        SimulatedProvider ollama = server("hanging", BOTH_PULLED_ONE_LOADED);
        Provider provider = ollama("hanging", ", health: {timeout: 300ms}");
        ollama.hold();

        Pinged pinged = ping(provider);
        ollama.release();

        assertThat(pinged)
                .isInstanceOfSatisfying(
                        Pinged.Failed.class,
                        it -> assertThat(it.error().errorClass()).isEqualTo(ErrorClass.TIMEOUT));
        Health health = health(provider);
        assertThat(health.consecutiveFailures()).isEqualTo(1);
        assertThat(health.lastPing()).isNotNull();
        assertThat(health.lastPing().error()).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(health.lastPing().responseMs()).isNull();
    }

    @Test
    void aServerThatBreaksIsAskedOnceAPing() {
        SimulatedProvider ollama =
                server(
                        "breaking",
                        Script.builder()
                                .models("m")
                                .loaded("m")
                                .fault(FaultRule.always(new Fault.Status(500, Map.of(), null)))
                                .build());
        Provider provider = ollama("breaking", "");

        assertThat(ping(provider)).isInstanceOf(Pinged.Failed.class);

        assertThat(ollama.counts().calls()).isEqualTo(1);
        assertThat(health(provider).failures()).isEqualTo(1);
    }

    @Test
    void itIsPingedOnceAnInterval() throws Exception {
        // Given
        SimulatedProvider ollama = server("on-time", BOTH_PULLED_ONE_LOADED);
        Provider provider = ollama("on-time", ", health: {interval: 60s}");
        LocalPings pings = pings(provider);
        look(provider);
        pings.found(provider, list(provider));
        awaitNews();

        // When looked at again, too early and in time
        now.updateAndGet(it -> it.plusSeconds(59));
        pings.found(provider, list(provider));
        now.updateAndGet(it -> it.plusSeconds(1));
        pings.found(provider, list(provider));
        awaitNews();

        // Then
        assertThat(ollama.counts().calls()).isEqualTo(2);
        assertThat(news.availablePermits()).isZero();
    }

    @Test
    void anIntervalOfZeroIsNever() {
        SimulatedProvider ollama = server("never", BOTH_PULLED_ONE_LOADED);
        Provider provider = ollama("never", ", health: {interval: 0s}");
        LocalPings pings = pings(provider);
        look(provider);

        pings.found(provider, list(provider));

        // The next one waits for whatever the first has begun.
        assertThat(pings.now(provider, list(provider))).isInstanceOf(Pinged.Answered.class);
        assertThat(ollama.counts().calls()).isEqualTo(1);
    }

    private static SimulatedProvider server(String name, Script script) {
        return simulator.script(name, script);
    }

    private static Provider ollama(String name, String more) {
        String local = more.contains("local:") ? "" : ", local: true";
        return provider(
                name,
                "dialect: ollama, base_url: \"%s\"%s%s"
                        .formatted(simulator.serverUrl(name), local, more));
    }

    private static Provider provider(String name, String fields) {
        return new CatalogLoader(CatalogEnvironment.of(Map.of()))
                .loadText(
                        "test.yaml", "version: 1\nproviders: {%s: {%s}}\n".formatted(name, fields))
                .provider(name)
                .orElseThrow();
    }

    private static DialectClient client(Provider provider) {
        return provider.dialect().equals(Dialect.OLLAMA)
                ? new OllamaDialectClient(http, InstantSource.system())
                : new OpenAiDialectClient(http, InstantSource.system());
    }

    private static ModelList list(Provider provider) {
        return client(provider).modelList();
    }

    private LocalPings pings(Provider provider) {
        return new LocalPings(client(provider), looks.loaded(), states, permits, clock);
    }

    private void look(Provider provider) {
        looks.look(provider, list(provider));
    }

    private void found(Provider provider) {
        look(provider);
        pings(provider).found(provider, list(provider));
    }

    private Pinged ping(Provider provider) {
        look(provider);
        return pings(provider).now(provider, list(provider));
    }

    private Health health(Provider provider) {
        return states.condition(provider.name()).orElseThrow().health();
    }

    private void awaitNews() throws InterruptedException {
        assertThat(news.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }

    private static JsonNode body(RecordedRequest request) throws JsonProcessingException {
        return Json.mapper().readTree(request.body());
    }
}
