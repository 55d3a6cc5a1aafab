package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.event.Chunk.ToolCallDelta;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts streamed tool calls together: parallel ones, also interleaved, without index
 * (LibreChat-AI/agents#260), without id, or all under one index with different ids. A call has its
 * id from its first delta on, where OpenAI's SDKs look for it; one that came without gets another,
 * as nobody could answer it otherwise. LangChain4j 1.18 fails on interleaved calls and never shows
 * a call without arguments.
 */
final class ToolCallAssembly {

    /** One call so far. */
    private static final class Call {
        private final String id;

        /** What the server calls it; null while it has not said. */
        private @Nullable String told;

        private String name = "";
        private final StringBuilder arguments = new StringBuilder();

        private Call(String id) {
            this.id = id;
        }

        /** Also where the arguments are still to come: another name is another call. */
        private boolean isOver(String nextName) {
            return !name.isEmpty() && (!name.equals(nextName) || isObject(arguments.toString()));
        }
    }

    private final String attemptId;
    private final List<Call> calls = new ArrayList<>();
    private final Map<Integer, Integer> positions = new HashMap<>();
    private long chars;

    ToolCallAssembly(String attemptId) {
        this.attemptId = attemptId;
    }

    /**
     * @param toolCalls {@code delta.tool_calls} of one chunk
     */
    List<ToolCallDelta> append(JsonNode toolCalls) {
        List<ToolCallDelta> deltas = new ArrayList<>();
        for (JsonNode piece : toolCalls) {
            String id = id(piece.path("id"));
            String name = text(piece.path("function").path("name"));
            String arguments = arguments(piece.path("function").path("arguments"));
            if (id == null && name == null && arguments == null) {
                continue;
            }
            int position = position(piece.path("index"), id, name);
            boolean first = position == calls.size();
            if (first) {
                calls.add(new Call(id == null ? madeUp(position) : id));
            }
            Call call = calls.get(position);
            call.told = call.told == null ? id : call.told;
            boolean naming = call.name.isEmpty() && name != null;
            call.name = naming && name != null ? name : call.name;
            call.arguments.append(arguments == null ? "" : arguments);
            chars +=
                    (naming ? call.name.length() : 0)
                            + (arguments == null ? 0 : arguments.length());
            deltas.add(
                    new ToolCallDelta(
                            position,
                            first ? call.id : null,
                            naming ? call.name : null,
                            arguments));
        }
        return deltas;
    }

    /** All calls so far, in order of appearance. */
    List<ToolCall> calls() {
        return calls.stream()
                .map(call -> ToolCall.of(call.id, call.name, call.arguments.toString()))
                .toList();
    }

    /** How much text the calls hold. */
    long chars() {
        return chars;
    }

    /** A position equal to the number of calls begins a new call. */
    private int position(JsonNode index, @Nullable String id, @Nullable String name) {
        int wire = index.isInt() ? index.intValue() : -1;
        Integer known = index.isInt() ? positions.get(wire) : lastPosition();
        if (known == null || isAnother(calls.get(known), index.isInt(), id, name)) {
            positions.put(wire, calls.size());
            return calls.size();
        }
        return known;
    }

    private @Nullable Integer lastPosition() {
        return calls.isEmpty() ? null : calls.size() - 1;
    }

    /**
     * Some servers invent an id per piece, so only a new id with a name begins a call. Where there
     * is neither id nor index, a name does, unless it is the same once more and the arguments are
     * not whole.
     */
    private static boolean isAnother(
            Call call, boolean indexed, @Nullable String id, @Nullable String name) {
        if (name == null) {
            return false;
        }
        if (id != null && call.told != null) {
            return !id.equals(call.told);
        }
        return !indexed && call.isOver(name);
    }

    private String madeUp(int position) {
        return "call_%s_%d".formatted(attemptId.replace('/', '_'), position);
    }

    private static boolean isObject(String json) {
        try {
            return Json.mapper().readTree(json).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** Mistral's pieces after the first have the word null (langchain-ai/langchainjs#11373). */
    private static @Nullable String id(JsonNode node) {
        String id = text(node);
        return "null".equals(id) ? null : id;
    }

    /** Some servers send the finished object instead of its text. */
    private static @Nullable String arguments(JsonNode node) {
        return node.isObject() ? node.toString() : text(node);
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : null;
    }
}
