package io.signalbox.apiworker.call;

import io.signalbox.apiworker.call.anthropic.AnthropicDialectClient;
import io.signalbox.apiworker.call.gemini.GeminiDialectClient;
import io.signalbox.apiworker.call.mistral.MistralDialectClient;
import io.signalbox.apiworker.call.ollama.OllamaDialectClient;
import io.signalbox.apiworker.call.openai.OpenAiDialectClient;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A dialect as the wall and the matrix try it: its client, and its address at the simulator. A new
 * dialect is one line here, and for the matrix a file of what goes out ({@code
 * matrix/<dialect>.txt}).
 */
record Column(DialectClient client, BiFunction<ProviderSimulator, String, String> address) {

    /** All that this worker speaks. */
    static List<Column> all(UpstreamHttp http) {
        InstantSource clock = InstantSource.system();
        return List.of(
                new Column(new OpenAiDialectClient(http, clock), ProviderSimulator::baseUrl),
                new Column(
                        new AnthropicDialectClient(http, clock), ProviderSimulator::anthropicUrl),
                new Column(new GeminiDialectClient(http, clock), ProviderSimulator::geminiUrl),
                new Column(new MistralDialectClient(http, clock), ProviderSimulator::mistralUrl),
                new Column(new OllamaDialectClient(http, clock), ProviderSimulator::serverUrl));
    }

    Dialect dialect() {
        return client.dialect();
    }

    String wireName() {
        return dialect().wireName();
    }

    URI address(ProviderSimulator simulator, String provider) {
        return URI.create(address.apply(simulator, provider));
    }

    @Override
    public String toString() {
        return wireName();
    }
}
