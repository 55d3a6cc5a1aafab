package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.signalbox.catalog.Provider;
import java.util.Map;
import java.util.Set;

/**
 * The servers of which differences are known. Those that are not here (Hugging Face, Together, LM
 * Studio, vLLM, LocalAI, and most others) take the common format. Sources: facts/providers.md B.1
 * and B.2, and where one is named.
 */
public final class Servers {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final ServerDifferences OPENAI =
            ServerDifferences.COMMON.but(server -> {
                server.maxTokensField = "max_completion_tokens";
                server.developer = true;
                server.toolIds = ToolIds.UP_TO_40;
                // Half the bytes of a stream are otherwise padding.
                server.added =
                        Map.of(
                                "stream_options",
                                JSON.objectNode()
                                        .put("include_usage", true)
                                        .put("include_obfuscation", false));
            });

    private static final ServerDifferences GROQ =
            ServerDifferences.COMMON.but(server -> server.maxTokensField = "max_completion_tokens");

    private static final ServerDifferences OPENROUTER =
            ServerDifferences.COMMON.but(server -> {
                server.added = Map.of("usage", JSON.objectNode().put("include", true));
                server.reportsCost = true;
            });

    /** Source: api-docs.deepseek.com/guides/thinking_mode. */
    private static final ServerDifferences DEEPSEEK =
            ServerDifferences.COMMON.but(server -> server.effort = Effort.DEEPSEEK);

    /**
     * Refuses every field that it does not know (422 extra_forbidden). Source: docs.mistral.ai/api,
     * and for the ids its own error 3280.
     */
    public static final ServerDifferences MISTRAL =
            ServerDifferences.COMMON.but(server -> {
                server.seedField = "random_seed";
                server.streamOptions = false;
                server.names = false;
                server.toolIds = ToolIds.NINE_ALPHANUMERIC;
                server.effort = Effort.MISTRAL;
                server.extras =
                        Set.of(
                                "frequency_penalty",
                                "guardrails",
                                "max_tokens",
                                "metadata",
                                "parallel_tool_calls",
                                "prediction",
                                "presence_penalty",
                                "prompt_cache_key",
                                "prompt_mode",
                                "random_seed",
                                "safe_prompt");
            });

    private static final Map<String, ServerDifferences> BY_NAME =
            Map.of(
                    "openai", OPENAI,
                    "groq", GROQ,
                    "openrouter", OPENROUTER,
                    "deepseek", DEEPSEEK,
                    "mistral", MISTRAL);

    private static final Map<String, ServerDifferences> BY_HOST =
            Map.of(
                    "api.openai.com", OPENAI,
                    "api.groq.com", GROQ,
                    "openrouter.ai", OPENROUTER,
                    "api.deepseek.com", DEEPSEEK,
                    "api.mistral.ai", MISTRAL,
                    "codestral.mistral.ai", MISTRAL);

    private Servers() {}

    /** By the server's well-known host, else by the catalog's name, else the common format. */
    public static ServerDifferences of(Provider provider) {
        String host = provider.baseUrl().getHost();
        ServerDifferences byHost = host == null ? null : BY_HOST.get(host);
        return byHost != null
                ? byHost
                : BY_NAME.getOrDefault(provider.name(), ServerDifferences.COMMON);
    }
}
