package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.signalbox.contracts.job.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** Writes an answer as Chat Completions chunks. Most of a chunk is the same, so it is made once. */
final class OpenAiStream {

    private final AnswerPlan plan;
    private final boolean usage;
    private final String head;
    private final String tail;

    OpenAiStream(AnswerPlan plan, boolean usage) {
        this.plan = plan;
        this.usage = usage;
        String envelope = OpenAiWire.envelope(plan, "chat.completion.chunk").toString();
        this.head = "data: " + envelope.substring(0, envelope.length() - 1) + ",\"choices\":[";
        this.tail = usage ? "],\"usage\":null}\n\n" : "]}\n\n";
    }

    List<Frame> frames() {
        List<Frame> frames = new ArrayList<>();
        frames.add(Frame.opening(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null")));
        plan.reasoning().forEach(piece -> frames.add(delta("reasoning_content", piece)));
        plan.pieces().forEach(piece -> frames.add(delta("content", piece)));
        for (int index = 0; index < plan.toolCalls().size(); index++) {
            addToolCall(index, plan.toolCalls().get(index), frames);
        }
        frames.add(Frame.closing(chunk("{}", '"' + OpenAiWire.finish(plan) + '"')));
        if (usage && plan.tokens() != null) {
            String figures = OpenAiWire.usage(plan.tokens()).toString();
            frames.add(Frame.closing(head + "],\"usage\":" + figures + "}\n\n"));
        }
        frames.add(Frame.closing("data: [DONE]\n\n"));
        return frames;
    }

    /** The arguments come in two parts, as they do from real models. */
    private void addToolCall(int index, ToolCall call, List<Frame> frames) {
        frames.add(toolDelta(OpenAiWire.toolCallStart(index, call).toString()));
        String arguments = call.function().arguments();
        int middle = arguments.length() / 2;
        for (String part : List.of(arguments.substring(0, middle), arguments.substring(middle))) {
            frames.add(
                    toolDelta(
                            "{\"index\":%d,\"function\":{\"arguments\":%s}}"
                                    .formatted(index, quoted(part))));
        }
    }

    private Frame toolDelta(String call) {
        return Frame.content(chunk("{\"tool_calls\":[" + call + "]}", "null"));
    }

    private Frame delta(String field, String piece) {
        return Frame.content(chunk("{\"" + field + "\":" + quoted(piece) + "}", "null"));
    }

    private String chunk(String delta, String finish) {
        return head
                + "{\"index\":0,\"delta\":"
                + delta
                + ",\"finish_reason\":"
                + finish
                + "}"
                + tail;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, quoted);
        return quoted.append('"').toString();
    }
}
