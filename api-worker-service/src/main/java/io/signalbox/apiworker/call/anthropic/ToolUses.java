package io.signalbox.apiworker.call.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.event.Chunk.ToolCallDelta;
import io.signalbox.contracts.job.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts the blocks of type {@code tool_use} together, each known by the index of its block. */
final class ToolUses {

    private static final class Call {
        private final int position;
        private final String id;
        private final String name;
        private final JsonNode input;
        private final StringBuilder arguments = new StringBuilder();

        Call(int position, JsonNode block) {
            this.position = position;
            this.id = block.path("id").asText("");
            this.name = block.path("name").asText("");
            this.input = block.path("input");
        }

        private String whole() {
            String start = input.isObject() ? input.toString() : "{}";
            return arguments.isEmpty() ? start : arguments.toString();
        }
    }

    private final List<Call> calls = new ArrayList<>();
    private final Map<Integer, Call> open = new HashMap<>();
    private long chars;

    List<ToolCallDelta> start(int index, JsonNode block) {
        Call call = new Call(calls.size(), block);
        calls.add(call);
        open.put(index, call);
        chars += call.name.length();
        return List.of(new ToolCallDelta(call.position, call.id, call.name, null));
    }

    List<ToolCallDelta> append(int index, String json) {
        Call call = open.get(index);
        return call == null || json.isEmpty() ? List.of() : add(call, json);
    }

    /** Without arguments by then, they are those of the start: an empty object, mostly. */
    List<ToolCallDelta> stop(int index) {
        Call call = open.remove(index);
        return call == null || !call.arguments.isEmpty() ? List.of() : add(call, call.whole());
    }

    private List<ToolCallDelta> add(Call call, String json) {
        call.arguments.append(json);
        chars += json.length();
        return List.of(new ToolCallDelta(call.position, null, null, json));
    }

    /** All calls so far, in order of appearance. */
    List<ToolCall> calls() {
        return calls.stream().map(call -> ToolCall.of(call.id, call.name, call.whole())).toList();
    }

    /** How much text the calls hold. */
    long chars() {
        return chars;
    }
}
