package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.signalbox.apiworker.call.upstream.ProviderHttpException;
import io.signalbox.contracts.wire.Json;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one parameter because of which a server refused a request, where the request means the same
 * without it. Sources: OpenAI's {@code unsupported_parameter} and {@code unsupported_value}, the
 * {@code extra_forbidden} of Mistral and every server built with Pydantic, Groq's {@code property
 * 'store' is unsupported, did you mean 'stop'?} (fanenr/chatbot#21), which has neither code nor
 * param.
 */
final class RefusedParameter {

    private static final Set<String> CODES = Set.of("unsupported_parameter", "unsupported_value");

    /** From the message's beginning: further in it is about a field of one message. */
    private static final Pattern PROPERTY = Pattern.compile("property '(\\w+)' is unsupported.*");

    /**
     * Those that only tune. Never among them: what decides what the answer is ({@code tools},
     * {@code response_format}, {@code stop}) or what it may cost ({@code max_tokens}).
     */
    private static final Set<String> DISPENSABLE =
            Set.of(
                    "frequency_penalty",
                    "logit_bias",
                    "metadata",
                    "parallel_tool_calls",
                    "presence_penalty",
                    "prompt_cache_key",
                    "reasoning_effort",
                    "safety_identifier",
                    "seed",
                    "service_tier",
                    "store",
                    "stream_options",
                    "temperature",
                    "top_k",
                    "top_p",
                    "user",
                    "verbosity");

    private RefusedParameter() {}

    /** Empty where the refusal is of another kind. */
    static Optional<String> of(Throwable refusal) {
        JsonNode root = body(refusal);
        JsonNode error = root.path("error");
        return coded(error)
                .or(() -> property(error))
                .or(() -> forbidden(root))
                .filter(DISPENSABLE::contains);
    }

    /**
     * Whether it is the effort, for a reason without a code: OpenAI's {@code "Function tools with
     * reasoning_effort are not supported for gpt-5.6-terra in /v1/chat/completions. To use function
     * tools, use /v1/responses or set reasoning_effort to 'none'."}. GPT-5.6 says it also where no
     * effort was sent, as it has one of its own. Sources: BerriAI/litellm#34569,
     * livekit/agents#7169, pipecat-ai/pipecat#4043.
     */
    static boolean isEffort(Throwable refusal) {
        JsonNode error = body(refusal).path("error");
        return error.path("param").asText("").equals(Effort.FIELD)
                && (error.path("code").isNull() || error.path("code").isMissingNode());
    }

    /** What the server answered; missing where it is no refusal of a request. */
    private static JsonNode body(Throwable refusal) {
        for (Throwable at = refusal; at != null; at = at.getCause()) {
            if (at instanceof ProviderHttpException answer) {
                int status = answer.statusCode();
                return status == 400 || status == 422
                        ? parse(answer.body())
                        : MissingNode.getInstance();
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode parse(String body) {
        try {
            return Json.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static Optional<String> coded(JsonNode error) {
        return CODES.contains(error.path("code").asText(""))
                ? Optional.of(error.path("param").asText(""))
                : Optional.empty();
    }

    private static Optional<String> property(JsonNode error) {
        Matcher said = PROPERTY.matcher(error.path("message").asText(""));
        return said.matches() ? Optional.of(said.group(1)) : Optional.empty();
    }

    /**
     * {@code {"detail":[{"type":"extra_forbidden","loc":["body","user"]}]}}, as it is or inside.
     */
    private static Optional<String> forbidden(JsonNode root) {
        JsonNode details = root.path("detail");
        if (!details.isArray()) {
            details = root.path("message").path("detail");
        }
        for (JsonNode detail : details) {
            JsonNode place = detail.path("loc");
            if (detail.path("type").asText().equals("extra_forbidden") && place.size() == 2) {
                return Optional.of(place.path(1).asText(""));
            }
        }
        return Optional.empty();
    }
}
