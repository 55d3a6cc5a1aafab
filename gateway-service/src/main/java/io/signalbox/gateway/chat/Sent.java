package io.signalbox.gateway.chat;

import io.signalbox.contracts.event.Chunk;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of an answer a stream's caller has seen so far. Used by one thread. */
final class Sent {

    private boolean roleSent;
    private @Nullable String run;
    private int nextSeq;
    private boolean gap;
    private int textLength;
    private int reasoningLength;
    private final Map<Integer, Integer> argumentLengths = new HashMap<>();

    /**
     * Whether the chunk is the next of the one run that is being sent; if so it counts as sent.
     * After a gap nothing more is, until the end brings the rest.
     */
    boolean accept(Chunk chunk) {
        if (run == null && chunk.seq() == 0) {
            run = chunk.run();
        }
        if (gap || !chunk.run().equals(run) || chunk.seq() != nextSeq) {
            gap |= chunk.run().equals(run) && chunk.seq() > nextSeq;
            return false;
        }
        nextSeq++;
        textLength += length(chunk.text());
        reasoningLength += length(chunk.reasoning());
        for (Chunk.ToolCallDelta call : chunk.toolCalls()) {
            argumentLengths.merge(call.index(), length(call.arguments()), Integer::sum);
        }
        return true;
    }

    /** Whether an end by that run continues what was sent. */
    boolean mayEndWith(@Nullable String endingRun) {
        return run == null || run.equals(endingRun);
    }

    /** The role, the first time it is asked for. */
    @Nullable String takeRole() {
        if (roleSent) {
            return null;
        }
        roleSent = true;
        return "assistant";
    }

    /** What of the whole answer was not sent yet; null if nothing. */
    Completion.@Nullable Delta rest(JobResult result) {
        String text = tail(result.output(), textLength);
        String reasoning = tail(result.reasoning(), reasoningLength);
        List<Completion.CallDelta> calls = restOfCalls(result.toolCalls());
        if (text == null && reasoning == null && calls.isEmpty() && roleSent) {
            return null;
        }
        return new Completion.Delta(takeRole(), text, reasoning, calls.isEmpty() ? null : calls);
    }

    private List<Completion.CallDelta> restOfCalls(List<ToolCall> calls) {
        List<Completion.CallDelta> whole = Completion.deltas(calls);
        List<Completion.CallDelta> rest = new ArrayList<>();
        for (Completion.CallDelta call : whole) {
            Integer seen = argumentLengths.get(call.index());
            String arguments = call.function().arguments();
            if (seen == null) {
                rest.add(call);
            } else if (seen < arguments.length()) {
                rest.add(
                        new Completion.CallDelta(
                                call.index(),
                                null,
                                null,
                                new Completion.FunctionDelta(null, arguments.substring(seen))));
            }
        }
        return rest;
    }

    private static @Nullable String tail(@Nullable String whole, int from) {
        return whole == null || whole.length() <= from ? null : whole.substring(from);
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
