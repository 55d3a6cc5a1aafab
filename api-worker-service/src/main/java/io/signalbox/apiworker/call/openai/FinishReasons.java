package io.signalbox.apiworker.call.openai;

import java.util.Locale;
import java.util.Optional;

/** Why a model stopped, in the four public words. LangChain4j knows only OpenAI's own. */
final class FinishReasons {

    private FinishReasons() {}

    /** Empty where the word means that the answer is not whole, or nobody knows what it means. */
    static Optional<String> of(String raw) {
        return switch (raw.toLowerCase(Locale.ROOT)) {
            case "stop", "eos", "eos_token", "end_turn", "stop_sequence", "complete" ->
                    Optional.of("stop");
            case "length", "max_tokens", "max_output_tokens", "model_length" ->
                    Optional.of("length");
            case "tool_calls", "tool_call", "tool_use", "function_call" ->
                    Optional.of("tool_calls");
            case "content_filter", "safety", "content_filtered", "sensitive" ->
                    Optional.of("content_filter");
            default -> Optional.empty();
        };
    }
}
