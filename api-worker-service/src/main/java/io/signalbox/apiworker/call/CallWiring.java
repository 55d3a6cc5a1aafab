package io.signalbox.apiworker.call;

import io.signalbox.apiworker.call.anthropic.AnthropicDialectClient;
import io.signalbox.apiworker.call.embedding.DialectEmbeddingCall;
import io.signalbox.apiworker.call.embedding.EmbeddingWire;
import io.signalbox.apiworker.call.gemini.GeminiDialectClient;
import io.signalbox.apiworker.call.mistral.MistralDialectClient;
import io.signalbox.apiworker.call.ollama.OllamaDialectClient;
import io.signalbox.apiworker.call.openai.OpenAiDialectClient;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes the dialect clients, all over one HTTP client. A new dialect is one more producer. */
final class CallWiring {

    @Produces
    @Singleton
    UpstreamHttp http() {
        return new UpstreamHttp();
    }

    void close(@Disposes UpstreamHttp http) {
        http.close();
    }

    @Produces
    @Singleton
    DialectClient openAi(UpstreamHttp http) {
        return new OpenAiDialectClient(http, InstantSource.system());
    }

    @Produces
    @Singleton
    DialectClient anthropic(UpstreamHttp http) {
        return new AnthropicDialectClient(http, InstantSource.system());
    }

    @Produces
    @Singleton
    DialectClient ollama(UpstreamHttp http) {
        return new OllamaDialectClient(http, InstantSource.system());
    }

    @Produces
    @Singleton
    DialectClient gemini(UpstreamHttp http) {
        return new GeminiDialectClient(http, InstantSource.system());
    }

    @Produces
    @Singleton
    DialectClient mistral(UpstreamHttp http) {
        return new MistralDialectClient(http, InstantSource.system());
    }

    @Produces
    @Singleton
    DialectModelCall modelCall(
            @Any Instance<DialectClient> clients,
            @Any Instance<EmbeddingWire> embeddingWires,
            UpstreamHttp http) {
        return new DialectModelCall(
                clients, new DialectEmbeddingCall(embeddingWires, http, InstantSource.system()));
    }
}
