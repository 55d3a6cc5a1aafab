package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.signalbox.catalog.Provider;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In what a server differs from the common Chat Completions format. Sources: facts/providers.md B.1
 * and B.2.
 *
 * @param maxTokensField {@code max_tokens} or {@code max_completion_tokens}
 * @param seedField {@code seed} or {@code random_seed}
 * @param streamOptions whether it accepts {@code stream_options}
 * @param dropped fields that it refuses
 * @param added fields sent unless the caller set them
 * @param keyHeader the header that takes the bare key; null: {@code Authorization: Bearer}
 * @param reportsCost whether {@code usage.cost} is what it charged, in US dollars
 */
record ServerDifferences(
        String maxTokensField,
        String seedField,
        boolean streamOptions,
        Set<String> dropped,
        Map<String, JsonNode> added,
        @Nullable String keyHeader,
        boolean reportsCost) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What nearly every compatible server takes. */
    static final ServerDifferences COMMON =
            new ServerDifferences("max_tokens", "seed", true, Set.of(), Map.of(), null, false);

    private static final ServerDifferences OPENAI =
            COMMON.withMaxTokens("max_completion_tokens")
                    .withAdded(
                            // Half the bytes of a stream are otherwise padding.
                            Map.of(
                                    "stream_options",
                                    JSON.objectNode()
                                            .put("include_usage", true)
                                            .put("include_obfuscation", false)));

    private static final ServerDifferences GROQ = COMMON.withMaxTokens("max_completion_tokens");

    private static final ServerDifferences OPENROUTER =
            new ServerDifferences(
                    "max_tokens",
                    "seed",
                    true,
                    Set.of(),
                    Map.of("usage", JSON.objectNode().put("include", true)),
                    null,
                    true);

    private static final ServerDifferences MISTRAL =
            new ServerDifferences(
                    "max_tokens",
                    "random_seed",
                    false,
                    Set.of("logit_bias", "logprobs", "top_logprobs", "store", "user"),
                    Map.of(),
                    null,
                    false);

    private static final Map<String, ServerDifferences> BY_NAME =
            Map.of(
                    "openai", OPENAI,
                    "groq", GROQ,
                    "openrouter", OPENROUTER,
                    "mistral", MISTRAL);

    private static final Map<String, ServerDifferences> BY_HOST =
            Map.of(
                    "api.openai.com", OPENAI,
                    "api.groq.com", GROQ,
                    "openrouter.ai", OPENROUTER,
                    "api.mistral.ai", MISTRAL,
                    "codestral.mistral.ai", MISTRAL);

    /** By the server's well-known host, else by the catalog's name, else {@link #COMMON}. */
    static ServerDifferences of(Provider provider) {
        String host = provider.baseUrl().getHost();
        ServerDifferences byHost = host == null ? null : BY_HOST.get(host);
        return byHost != null ? byHost : BY_NAME.getOrDefault(provider.name(), COMMON);
    }

    private ServerDifferences withMaxTokens(String field) {
        return new ServerDifferences(
                field, seedField, streamOptions, dropped, added, keyHeader, reportsCost);
    }

    private ServerDifferences withAdded(Map<String, JsonNode> fields) {
        return new ServerDifferences(
                maxTokensField, seedField, streamOptions, dropped, fields, keyHeader, reportsCost);
    }
}
