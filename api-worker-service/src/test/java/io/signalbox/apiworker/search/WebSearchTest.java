package io.signalbox.apiworker.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.RawServer;
import io.signalbox.apiworker.call.Requests;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.SearchReport;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.wire.Json;
import io.signalbox.testsupport.Events;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebSearchTest {

    private static final String KEY = "AIzaPlanted0123456789";
    private static final Provider PROVIDER =
            Requests.provider("p", URI.create("http://127.0.0.1:1/v1"));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CallCancel cancel = new CallCancel();
    private final BlockingQueue<RawServer.Request> requests = new LinkedBlockingQueue<>();
    private final CompletableFuture<Long> closed = new CompletableFuture<>();
    private Instant now = Events.NOON;
    private @Nullable RawServer server;
    private @Nullable WebSearch search;

    @AfterEach
    void close() throws IOException {
        if (search != null) {
            search.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private URI answering(RawServer.Script script) {
        server =
                new RawServer(connection -> {
                    requests.add(connection.request());
                    script.answer(connection);
                });
        return server.url();
    }

    private URI answering(int status, String body, String... headers) {
        return answering(
                connection -> connection.answer(status, "application/json", body, headers));
    }

    private WebSearch search(String... settings) {
        search = new WebSearch(Settings.of(settings), meters, (InstantSource) () -> now);
        return search;
    }

    private static JobAdmitted job(String mode, String question) {
        return job("{\"search\": \"%s\"}".formatted(mode), question, "user");
    }

    private static JobAdmitted job(String routing, String question, String role) {
        String json =
                "{\"input\": {\"messages\": [{\"role\": \"%s\", \"content\": %s}]}, \"routing\": %s}"
                        .formatted(role, Json.text(question), routing);
        try {
            return Events.admitted(Json.read(json.getBytes(StandardCharsets.UTF_8), Job.class));
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private Searched before(WebSearch search, JobAdmitted job) throws InterruptedException {
        return search.before(job.job().conversation(), job, false, PROVIDER, cancel);
    }

    private static SearchReport report(Searched searched) {
        return Objects.requireNonNull(searched.report());
    }

    private static String sent(Searched searched) {
        return searched.input().messages().getFirst().text();
    }

    private long counted(String engine, String outcome) {
        return meters.get("signalbox.api_worker.search")
                .tags("engine", engine, "outcome", outcome)
                .timer()
                .count();
    }

    @Test
    void whatSearxngFindsStandsInFrontOfTheQuestion() throws InterruptedException {
        URI searxng = answering(200, Cassette.text("searxng-results.json"));
        WebSearch search = search("searxng-url", searxng + "/");

        Searched searched = before(search, job("on", "rivers of\nEurope & more"));

        assertThat(requests.take().line())
                .isEqualTo("GET /search?format=json&q=rivers+of+Europe+%26+more HTTP/1.1");
        assertThat(sent(searched))
                .startsWith("<search_results>")
                .contains("web search of 2026-11-20", "[2] The Danube")
                .endsWith("\n\nrivers of\nEurope & more");
        assertThat(searched.citationsJson().toString())
                .isEqualTo(
                        "[{\"number\":1,\"title\":\"Europe's"
                                + " rivers\",\"url\":\"https://rivers.example.org/europe\"},"
                                + " {\"number\":2,\"title\":\"The"
                                + " Danube\",\"url\":\"https://danube.example.com/\"}]");
        assertThat(report(searched).engine()).isEqualTo("searxng");
        assertThat(report(searched).results()).isEqualTo(2);
        assertThat(report(searched).failed()).isNull();
        assertThat(counted("searxng", "found")).isEqualTo(1);
    }

    @Test
    void duckDuckGoIsAskedAsItsFormAsks() throws InterruptedException {
        URI page =
                answering(connection ->
                        connection.answer(
                                200, "text/html", Cassette.text("duckduckgo-results.html")));
        WebSearch search = search("duckduckgo-url", page + "/html/");

        Searched searched = before(search, job("auto", "the latest é"));

        RawServer.Request request = requests.take();
        assertThat(request.line()).isEqualTo("POST /html/ HTTP/1.1");
        assertThat(request.headers())
                .containsEntry("content-type", "application/x-www-form-urlencoded");
        assertThat(request.body()).isEqualTo("q=the+latest+%C3%A9&b=&kl=wt-wt");
        assertThat(report(searched).engine()).isEqualTo("duckduckgo");
        assertThat(searched.citations()).hasSize(3);
    }

    @Test
    void googleIsAskedWithTheKeyThatItsFileHoldsNow(@TempDir Path directory) throws Exception {
        URI google = answering(200, Cassette.text("google-results.json"));
        Path file = Files.writeString(directory.resolve("key"), "old\n");
        WebSearch search =
                search(
                        "google-url",
                        google + "/customsearch/v1",
                        "google-cx",
                        "a:b",
                        "google-key-file",
                        file.toString(),
                        "max-results",
                        "3");
        Files.writeString(file, KEY + "\n");

        Searched searched = before(search, job("on", "rivers"));

        assertThat(requests.take().line())
                .isEqualTo(
                        "GET /customsearch/v1?key=%s&cx=a%%3Ab&num=3&q=rivers HTTP/1.1"
                                .formatted(KEY));
        assertThat(report(searched).engine()).isEqualTo("google");
        assertThat(searched.citations()).hasSize(2);
    }

    @Test
    void withoutAKeyInItsFileGoogleIsNotAsked(@TempDir Path directory) throws Exception {
        WebSearch search =
                search("google-cx", "cx", "google-key-file", directory + "/nothing-here");

        assertThat(report(before(search, job("on", "rivers"))))
                .returns("google", SearchReport::engine)
                .returns("google has no key now", SearchReport::failed);
    }

    @Test
    void aJobThatWantsNoSearchIsLeftAsItIs() throws InterruptedException {
        URI searxng = answering(200, Cassette.text("searxng-results.json"));
        WebSearch search = search("searxng-url", searxng.toString());

        for (JobAdmitted job :
                List.of(
                        job("off", "the latest news"),
                        job("auto", "explain recursion"),
                        job("{}", "the latest news", "user"))) {
            Searched searched = before(search, job);

            assertThat(searched.input()).isEqualTo(job.job().conversation());
            assertThat(searched.report()).isNull();
            assertThat(searched.citations()).isEmpty();
        }
        assertThat(requests).isEmpty();
        assertThat(meters.getMeters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true,null", "false,true"})
    void offlineMeansThatNobodyIsAsked(boolean here, String ofTheJob) throws InterruptedException {
        URI searxng = answering(200, Cassette.text("searxng-results.json"));
        WebSearch search = search("searxng-url", searxng.toString());
        JobAdmitted job =
                job("{\"search\": \"on\", \"offline\": %s}".formatted(ofTheJob), "news", "user");

        Searched searched = search.before(job.job().conversation(), job, here, PROVIDER, cancel);

        assertThat(requests).isEmpty();
        assertThat(sent(searched)).isEqualTo("news");
        assertThat(report(searched).engine()).isNull();
        assertThat(report(searched).failed()).isEqualTo("the job is offline: nothing is searched");
        assertThat(counted("none", "skipped")).isEqualTo(1);
    }

    @Test
    void aQuestionWithoutTextAsksNobody() throws InterruptedException {
        assertThat(report(before(search(), job("{\"search\": \"on\"}", "hi", "system"))).failed())
                .isEqualTo("the last user message has no text to search for");
    }

    @Test
    void aWorkerMaySearchNowhere() throws InterruptedException {
        assertThat(report(before(search("engine", "none"), job("on", "rivers"))).failed())
                .isEqualTo("this worker's search.engine is none");
    }

    private Searched failed(URI searxng, String... settings) throws InterruptedException {
        String[] all = new String[settings.length + 2];
        all[0] = "searxng-url";
        all[1] = searxng.toString();
        System.arraycopy(settings, 0, all, 2, settings.length);
        Searched searched = before(search(all), job("on", "rivers"));
        assertThat(sent(searched)).isEqualTo("rivers");
        assertThat(searched.citations()).isEmpty();
        assertThat(report(searched).results()).isZero();
        return searched;
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 403, 429, 500, 503})
    void anErrorOfTheEngineIsANote(int status) throws InterruptedException {
        Searched searched = failed(answering(status, "oops", "Location: http://127.0.0.1:1/"));

        assertThat(report(searched).failed()).startsWith("searxng answered " + status);
        assertThat(requests).hasSize(1);
        assertThat(counted("searxng", "refused")).isEqualTo(1);
    }

    @Test
    void anEngineThatIsNotThereIsANote() throws Exception {
        URI gone = answering(200, "");
        Objects.requireNonNull(server).close();

        assertThat(report(failed(gone)).failed()).startsWith("searxng cannot be reached");
        assertThat(counted("searxng", "unreachable")).isEqualTo(1);
    }

    @Test
    void anEngineThatBreaksOffIsANote() throws InterruptedException {
        URI searxng =
                answering(connection ->
                        connection.raw("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{").cut());

        assertThat(report(failed(searxng)).failed()).startsWith("searxng cannot be reached");
    }

    @Test
    void anAnswerPastItsBoundIsNotRead() throws InterruptedException {
        URI searxng = answering(200, Cassette.text("searxng-results.json"));

        assertThat(report(failed(searxng, "max-bytes", "100")).failed())
                .contains("answered more than 100 bytes");
    }

    @Test
    void anEngineThatHangsIsLeft() throws Exception {
        URI searxng = answering(connection -> connection.hang(closed));

        Searched searched = failed(searxng, "timeout", "PT0.05S");

        assertThat(report(searched).failed()).isEqualTo("searxng did not answer within 50 ms");
        assertThat(counted("searxng", "timeout")).isEqualTo(1);
    }

    @Test
    void anEngineThatHangsInItsAnswerIsLeft() throws Exception {
        URI searxng =
                answering(connection ->
                        connection.stream("application/json").send("{\"results\":").hang(closed));

        assertThat(report(failed(searxng, "timeout", "PT0.2S")).failed())
                .isEqualTo("searxng did not answer within 200 ms");
    }

    @Test
    void halfOfWhatIsLeftOfTheJobIsTheMost() throws InterruptedException {
        now = Events.NOON.plus(Duration.ofMinutes(2)).minusMillis(100);
        URI searxng = answering(connection -> connection.hang(closed));

        assertThat(report(failed(searxng)).failed())
                .isEqualTo("searxng did not answer within 50 ms");
    }

    @Test
    void theProvidersFirstTokenLimitIsTheMost() throws InterruptedException {
        URI searxng = answering(connection -> connection.hang(closed));
        Provider hasty =
                Requests.provider(
                        "p",
                        URI.create("http://127.0.0.1:1/v1"),
                        new Provider.Timeouts(
                                Duration.ofSeconds(3),
                                Duration.ofMillis(60),
                                Duration.ofSeconds(20)),
                        false);

        JobAdmitted job = job("on", "rivers");

        Searched searched =
                search("searxng-url", searxng.toString())
                        .before(job.job().conversation(), job, false, hasty, cancel);

        assertThat(report(searched).failed()).isEqualTo("searxng did not answer within 60 ms");
    }

    @Test
    void aCancelEndsTheSearch() throws Exception {
        URI searxng =
                answering(connection -> {
                    cancel.cancel();
                    connection.hang(closed);
                });

        assertThat(report(failed(searxng, "timeout", "PT50S")).failed())
                .isEqualTo("the job was cancelled");
        closed.get();
        assertThat(counted("searxng", "cancelled")).isEqualTo(1);
    }

    @Test
    void theStopOfTheWorkerEndsTheSearch() throws Exception {
        Thread worker = Thread.currentThread();
        URI searxng =
                answering(connection -> {
                    worker.interrupt();
                    connection.hang(closed);
                });
        WebSearch search = search("searxng-url", searxng.toString(), "timeout", "PT50S");

        assertThatThrownBy(() -> before(search, job("on", "rivers")))
                .isInstanceOf(InterruptedException.class);
        closed.get();
    }

    @Test
    void noKeyIsEverTold() throws InterruptedException {
        URI google = answering(403, Cassette.text("google-quota.json").replace("Daily", KEY));
        WebSearch search =
                search("google-url", google.toString(), "google-cx", "cx", "google-key", KEY);

        Searched searched = before(search, job("on", "rivers"));

        assertThat(report(searched).failed()).isEqualTo("google answered 403");
        assertThat(requests.take().line()).contains(KEY);
        assertThat(searched.toString()).doesNotContain(KEY, "rivers");
    }

    @Test
    void aSearchThatBreaksIsANote() throws InterruptedException {
        WebSearch search = search("searxng-url", "http://127.0.0.1:1/", "google-key", KEY);
        search.close();

        assertThat(report(before(search, job("on", "rivers"))).failed()).startsWith("searxng ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "google-cx=c,google-key=k,searxng-url=http://h:1 | searxng",
                "google-cx=c,google-key=k                        | google",
                "google-cx=c                                     | duckduckgo",
                "google-key=k                                    | duckduckgo",
                "engine=duckduckgo,searxng-url=http://h:1        | duckduckgo",
                "engine=google,google-cx=c,google-key-file=/f    | google",
            })
    void theConfigurationChoosesTheEngine(String settings, String engine) {
        assertThat(SearchEngines.chosen(Settings.of(settings.split("[=,]"))).orElseThrow().name())
                .isEqualTo(engine);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "engine=searxng    | search.engine is searxng, which needs searxng-url",
                "engine=google     | search.engine is google, which needs google-cx and google-key",
                "searxng-url=localhost:8888 | search.searxng-url is 'localhost:8888', it is an address such as http://127.0.0.1:8888",
                "max-results=0     | search.max-results is 0, it is 1 to 10",
                "max-results=11    | search.max-results is 11, it is 1 to 10",
                "max-chars=1999    | search.max-chars is 1999, it is 2000 to 100000",
                "max-bytes=0       | search.max-bytes is 0, it is 1 to 67108864",
            })
    void settingsThatCannotBeMeantAreRefused(String settings, String told) {
        assertThatThrownBy(() -> search(settings.split("=")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("signalbox.api-worker." + told);
    }
}
