package io.signalbox.apiworker.call.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.run.UsageEstimate;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.job.ChatInput;
import org.jspecify.annotations.Nullable;

/** What Ollama says was used. It counts thinking with the answer and tells of no cache. */
final class OllamaUsage {

    private OllamaUsage() {}

    /**
     * Older versions leave {@code prompt_eval_count} out where the whole prompt was in the cache:
     * the input is then an estimate, and all of it marked as such.
     *
     * @param last the line that ended the answer; null where none came
     * @return null where it says nothing
     */
    static @Nullable Usage of(@Nullable JsonNode last, ChatInput input) {
        if (last == null || !(last.has("prompt_eval_count") || last.has("eval_count"))) {
            return null;
        }
        long output = Math.max(0, last.path("eval_count").asLong(0));
        long prompt = last.path("prompt_eval_count").asLong(0);
        return prompt > 0
                ? new Usage(prompt, 0, 0, output, 0, false)
                : new Usage(UsageEstimate.input(input), 0, 0, output, 0, true);
    }
}
