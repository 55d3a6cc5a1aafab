package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * In what a server differs from the common Chat Completions format; {@link Servers} has those that
 * are known.
 *
 * @param maxTokensField {@code max_tokens} or {@code max_completion_tokens}
 * @param seedField {@code seed} or {@code random_seed}
 * @param streamOptions whether it accepts {@code stream_options}
 * @param extras the only further parameters of a caller's that it accepts; null: all go along
 * @param added fields sent unless the caller set them
 * @param developer whether the role developer is its own; elsewhere it is system, which OpenAI
 *     alone distinguishes from it: vLLM with Qwen's template answers "Unexpected message role."
 *     (ogx-ai/ogx#6069), LM Studio names the four that it takes (lmstudio-bug-tracker#669), SGLang
 *     drops the message without a word (sgl-project/sglang#40082)
 * @param names whether it knows speakers' names
 * @param toolIds which ids of tool calls it takes
 * @param effort how it is told how much to reason
 * @param keyHeader the header that takes the bare key; null: {@code Authorization: Bearer}
 * @param reportsCost whether {@code usage.cost} is what it charged, in US dollars
 */
public record ServerDifferences(
        String maxTokensField,
        String seedField,
        boolean streamOptions,
        @Nullable Set<String> extras,
        Map<String, JsonNode> added,
        boolean developer,
        boolean names,
        ToolIds toolIds,
        Effort effort,
        @Nullable String keyHeader,
        boolean reportsCost) {

    /** What nearly every compatible server takes. */
    public static final ServerDifferences COMMON = new Draft().record();

    /** The same, but for what {@code change} sets. */
    public ServerDifferences but(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.record();
    }

    /** A record in the making; the fields are the record's. */
    public static final class Draft {
        public String maxTokensField = "max_tokens";
        public String seedField = "seed";
        public boolean streamOptions = true;
        public @Nullable Set<String> extras;
        public Map<String, JsonNode> added = Map.of();
        public boolean developer;
        public boolean names = true;
        public ToolIds toolIds = ToolIds.ANY;
        public Effort effort = Effort.AS_ASKED;
        public @Nullable String keyHeader;
        public boolean reportsCost;

        private Draft() {}

        private Draft(ServerDifferences from) {
            maxTokensField = from.maxTokensField;
            seedField = from.seedField;
            streamOptions = from.streamOptions;
            extras = from.extras;
            added = from.added;
            developer = from.developer;
            names = from.names;
            toolIds = from.toolIds;
            effort = from.effort;
            keyHeader = from.keyHeader;
            reportsCost = from.reportsCost;
        }

        private ServerDifferences record() {
            return new ServerDifferences(
                    maxTokensField,
                    seedField,
                    streamOptions,
                    extras,
                    added,
                    developer,
                    names,
                    toolIds,
                    effort,
                    keyHeader,
                    reportsCost);
        }
    }
}
