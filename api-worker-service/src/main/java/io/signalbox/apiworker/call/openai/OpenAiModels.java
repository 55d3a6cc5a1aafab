package io.signalbox.apiworker.call.openai;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One LangChain4j model per provider and key, built anew only when the provider's record changes.
 */
final class OpenAiModels {

    private record Entry(Provider provider, Map<Optional<Secret>, StreamingChatModel> byKey) {}

    private final UpstreamHttp http;
    private final Map<String, Entry> byProvider = new ConcurrentHashMap<>();

    OpenAiModels(UpstreamHttp http) {
        this.http = http;
    }

    StreamingChatModel of(Provider provider, @Nullable Secret key, ServerDifferences server) {
        Entry entry = byProvider.get(provider.name());
        if (entry == null || !entry.provider().equals(provider)) {
            Entry fresh = new Entry(provider, new ConcurrentHashMap<>());
            byProvider.put(provider.name(), fresh);
            entry = fresh;
        }
        return entry.byKey()
                .computeIfAbsent(
                        Optional.ofNullable(key), secret -> build(provider, secret, server));
    }

    private StreamingChatModel build(
            Provider provider, Optional<Secret> key, ServerDifferences server) {
        boolean bearer = server.keyHeader() == null;
        return OpenAiStreamingChatModel.builder()
                .httpClientBuilder(http.builder())
                .baseUrl(provider.baseUrl().toString())
                .apiKey(bearer ? key.map(Secret::reveal).orElse(null) : null)
                .returnThinking(true)
                .build();
    }
}
