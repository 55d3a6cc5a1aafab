package io.signalbox.apiworker.attempt;

import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.contracts.event.Chunk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers an answer that nobody streams, so that who follows its job sees it grow at the cost of a
 * few records. What is left at the end is never written: the result has it. Used by one thread.
 */
final class SparseChunks {

    private final Duration interval;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<Call> calls = new ArrayList<>();
    private Instant due;

    /** Pieces of one tool call that came one after the other. */
    private static final class Call {
        private final Chunk.ToolCallDelta first;
        private final StringBuilder arguments = new StringBuilder();

        Call(Chunk.ToolCallDelta first) {
            this.first = first;
        }

        Chunk.ToolCallDelta joined() {
            return new Chunk.ToolCallDelta(
                    first.index(), first.id(), first.name(), emptyToNull(arguments));
        }
    }

    /**
     * @param interval from a chunk to the next, and from {@code begun} to the first
     */
    SparseChunks(Duration interval, Instant begun) {
        this.interval = interval;
        this.due = begun.plus(interval);
    }

    void add(
            @Nullable String moreText,
            @Nullable String moreReasoning,
            List<Chunk.ToolCallDelta> moreCalls) {
        if (moreText != null) {
            text.append(moreText);
        }
        if (moreReasoning != null) {
            reasoning.append(moreReasoning);
        }
        for (Chunk.ToolCallDelta delta : moreCalls) {
            if (calls.isEmpty()
                    || calls.getLast().first.index() != delta.index()
                    || delta.id() != null) {
                calls.add(new Call(delta));
            }
            if (delta.arguments() != null) {
                calls.getLast().arguments.append(delta.arguments());
            }
        }
    }

    /** Whether what is gathered should be written now; if so the next waits for the interval. */
    boolean isDue(Instant now) {
        if (now.isBefore(due)) {
            return false;
        }
        due = now.plus(interval);
        return true;
    }

    /** Hands on what was gathered, as one. */
    void take(DeltaListener chunk) {
        chunk.onDelta(
                emptyToNull(text),
                emptyToNull(reasoning),
                calls.stream().map(Call::joined).toList());
        text.setLength(0);
        reasoning.setLength(0);
        calls.clear();
    }

    private static @Nullable String emptyToNull(StringBuilder builder) {
        return builder.isEmpty() ? null : builder.toString();
    }
}
