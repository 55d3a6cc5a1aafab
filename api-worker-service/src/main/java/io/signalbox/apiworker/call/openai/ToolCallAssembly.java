package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.event.Chunk.ToolCallDelta;
import io.signalbox.contracts.job.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts streamed tool calls together: parallel ones, also interleaved, without index, or all under
 * one index with different ids. LangChain4j 1.18 fails on interleaved calls and never shows a call
 * without arguments.
 */
final class ToolCallAssembly {

    private static final class Call {
        private @Nullable String id;
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();
    }

    private final List<Call> calls = new ArrayList<>();
    private final Map<Integer, Integer> positions = new HashMap<>();
    private long chars;

    /**
     * @param toolCalls {@code delta.tool_calls} of one chunk
     */
    List<ToolCallDelta> append(JsonNode toolCalls) {
        List<ToolCallDelta> deltas = new ArrayList<>();
        for (JsonNode piece : toolCalls) {
            String id = text(piece.path("id"));
            String name = text(piece.path("function").path("name"));
            String arguments = arguments(piece.path("function").path("arguments"));
            if (id == null && name == null && arguments == null) {
                continue;
            }
            int position = position(piece.path("index"), id, name);
            boolean first = position == calls.size();
            Call call = first ? new Call() : calls.get(position);
            if (first) {
                calls.add(call);
            }
            boolean naming = call.name.isEmpty() && name != null;
            call.id = call.id == null ? id : call.id;
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
        if (known == null || isAnother(calls.get(known), id, name)) {
            positions.put(wire, calls.size());
            return calls.size();
        }
        return known;
    }

    private @Nullable Integer lastPosition() {
        return calls.isEmpty() ? null : calls.size() - 1;
    }

    /** Some servers invent an id per piece, so only a new id with a name begins a call. */
    private static boolean isAnother(Call call, @Nullable String id, @Nullable String name) {
        return id != null && name != null && call.id != null && !call.id.equals(id);
    }

    /** Some servers send the finished object instead of its text. */
    private static @Nullable String arguments(JsonNode node) {
        return node.isObject() ? node.toString() : text(node);
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : null;
    }
}
