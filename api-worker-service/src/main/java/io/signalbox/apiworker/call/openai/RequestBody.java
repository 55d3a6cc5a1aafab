package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.run.LeftOut;
import io.signalbox.catalog.Model;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.wire.Json;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The request as the server gets it: what the caller wrote, laid over LangChain4j's frame (model,
 * stream, stream_options). LangChain4j's own messages cannot carry roles such as developer, names
 * and unknown parameters, and it writes each body twice and indented.
 */
final class RequestBody {

    /** What a caller's further parameters may not change. */
    private static final Set<String> OURS =
            Set.of("model", "messages", "stream", "stream_options", "n");

    /** What these add to an answer is passed on to nobody. */
    private static final Set<String> UNHEARD = Set.of("logprobs", "top_logprobs");

    private RequestBody() {}

    /**
     * @param frame LangChain4j's body
     * @param amendments because of what the server has refused before
     * @param leftOut gets what the server is not told
     */
    static byte[] of(
            String frame,
            CallRequest request,
            ServerDifferences server,
            Amendments amendments,
            LeftOut leftOut) {
        ObjectNode body = read(frame);
        ChatInput input = request.input();
        body.set("messages", new MessagesJson(server).of(input.messages()));
        setExtras(body, input, server, leftOut);
        setTools(body, input);
        setSampling(body, request, server, leftOut);
        server.effort().write(body, request, leftOut);
        setMaxTokens(body, input, server);
        if (!server.streamOptions()) {
            body.remove("stream_options");
        }
        server.added()
                .forEach((name, value) -> {
                    if (!input.extra().containsKey(name) || OURS.contains(name)) {
                        body.set(name, value);
                    }
                });
        amendments.write(body, request, server.effort(), leftOut);
        return Json.bytes(body);
    }

    private static void setExtras(
            ObjectNode body, ChatInput input, ServerDifferences server, LeftOut leftOut) {
        Set<String> known = server.extras();
        input.extra()
                .forEach((name, value) -> {
                    if (known != null && !known.contains(name)) {
                        leftOut.add(name, "the server does not know it");
                    } else if (UNHEARD.contains(name)) {
                        if (!value.isNull() && !value.equals(BooleanNode.FALSE)) {
                            leftOut.add(name, "answers come without them");
                        }
                    } else if (!OURS.contains(name)) {
                        body.set(name, value);
                    }
                });
    }

    private static void setTools(ObjectNode body, ChatInput input) {
        if (!input.tools().isEmpty()) {
            input.tools().forEach(body.withArray("tools")::add);
        }
        set(body, "tool_choice", input.toolChoice());
        set(body, "response_format", input.responseFormat());
    }

    private static void setSampling(
            ObjectNode body, CallRequest request, ServerDifferences server, LeftOut leftOut) {
        ChatInput input = request.input();
        Model model = request.model();
        if (input.temperature() != null) {
            if (model == null || model.acceptsTemperature()) {
                body.put("temperature", input.temperature());
            } else {
                leftOut.add("temperature", "the model refuses it");
            }
        }
        if (input.topP() != null) {
            body.put("top_p", input.topP());
        }
        if (!input.stop().isEmpty()) {
            ArrayNode stop = body.putArray("stop");
            input.stop().forEach(stop::add);
        }
        if (input.seed() != null) {
            body.put(server.seedField(), input.seed());
        }
    }

    /** The old name that a caller may have used goes under the server's name for it. */
    private static void setMaxTokens(ObjectNode body, ChatInput input, ServerDifferences server) {
        JsonNode old = body.remove("max_tokens");
        if (input.maxCompletionTokens() != null) {
            body.put(server.maxTokensField(), input.maxCompletionTokens());
        } else {
            set(body, server.maxTokensField(), old);
        }
    }

    private static void set(ObjectNode body, String name, @Nullable JsonNode value) {
        if (value != null && !value.isNull()) {
            body.set(name, value);
        }
    }

    private static ObjectNode read(String frame) {
        try {
            return (ObjectNode) Json.mapper().readTree(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("LangChain4j wrote a body that is no JSON", e);
        }
    }
}
