package io.signalbox.apiworker.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.anthropic.AnthropicDialectClient;
import io.signalbox.apiworker.call.gemini.GeminiDialectClient;
import io.signalbox.apiworker.call.mistral.MistralDialectClient;
import io.signalbox.apiworker.call.ollama.OllamaDialectClient;
import io.signalbox.apiworker.call.openai.OpenAiDialectClient;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.wire.Json;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each dialect leaves out of a request is told with the answer. */
@Timeout(60)
class NotesTest {

    private static final String REFUSED = "{\"temperature\":0.2,\"reasoning_effort\":\"low\",";
    private static final String QUESTION =
            "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

    private static ProviderSimulator simulator;
    private static UpstreamHttp http;

    @BeforeAll
    static void start() {
        simulator = ProviderSimulator.start();
        simulator.script("p", Script.DEFAULT);
        http = new UpstreamHttp();
    }

    @AfterAll
    static void stop() {
        http.close();
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openai    | temperature (the model refuses it), reasoning_effort (the model does not reason)",
                "mistral   | temperature (the model refuses it), reasoning_effort (the model does not reason)",
                "anthropic | reasoning_effort (the model does not think), temperature (the model refuses it)",
                "gemini    | temperature (the model refuses it), reasoning_effort (the model does not reason)",
                "ollama    | reasoning_effort (the model does not reason), temperature (the model refuses it)"
            })
    void whatTheModelRefusesIsTold(String dialect, String told) throws IOException {
        assertThat(call(dialect, REFUSED + QUESTION).notes())
                .containsExactly("left out of the request: " + told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "openai    | \"logprobs\":true | logprobs (answers come without them)",
                "openai    | \"logprobs\":false,\"top_logprobs\":3 | top_logprobs (answers come without them)",
                "mistral   | \"logit_bias\":{} | logit_bias (the server does not know it)",
                "anthropic | \"seed\":1        | seed (Anthropic has no such parameter)",
                "gemini    | \"logit_bias\":{} | logit_bias (Gemini has no such parameter)",
                "gemini    | \"seed\":99999999999 | seed (Gemini's has 32 bits)",
                "ollama    | \"logit_bias\":{} | logit_bias (Ollama does not know it)",
                "ollama    | \"tool_choice\":\"required\" | tool_choice (Ollama cannot be made to call a tool)"
            })
    void whatTheFormatDoesNotHaveIsTold(String dialect, String parameter, String told)
            throws IOException {
        assertThat(call(dialect, "{" + parameter + "," + QUESTION).notes())
                .containsExactly("left out of the request: " + told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "mistral", "anthropic", "gemini", "ollama"})
    void whereNothingIsLeftOutNothingIsSaid(String dialect) throws IOException {
        assertThat(call(dialect, "{\"max_completion_tokens\":9," + QUESTION).notes()).isEmpty();
    }

    private static CallOutcome.Succeeded call(String dialect, String input) throws IOException {
        DialectClient client = client(dialect);
        Provider provider = Requests.provider(client.dialect(), URI.create(url(dialect)));
        CallOutcome outcome =
                client.call(
                        new CallRequest(
                                provider,
                                Requests.KEY,
                                "m",
                                Requests.model(false, "chat"),
                                Json.read(input.getBytes(StandardCharsets.UTF_8), ChatInput.class),
                                "notes/1",
                                Instant.now().plusSeconds(30)),
                        DeltaListener.NONE,
                        new CallCancel());
        assertThat(outcome).isInstanceOf(CallOutcome.Succeeded.class);
        return (CallOutcome.Succeeded) outcome;
    }

    private static String url(String dialect) {
        return switch (dialect) {
            case "mistral" -> simulator.mistralUrl("p");
            case "anthropic" -> simulator.anthropicUrl("p");
            case "gemini" -> simulator.geminiUrl("p");
            case "ollama" -> simulator.serverUrl("p");
            default -> simulator.baseUrl("p");
        };
    }

    private static DialectClient client(String dialect) {
        InstantSource clock = InstantSource.system();
        return switch (dialect) {
            case "mistral" -> new MistralDialectClient(http, clock);
            case "anthropic" -> new AnthropicDialectClient(http, clock);
            case "gemini" -> new GeminiDialectClient(http, clock);
            case "ollama" -> new OllamaDialectClient(http, clock);
            default -> new OpenAiDialectClient(http, clock);
        };
    }
}
