package io.signalbox.cliworker.run;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.messaging.attempt.Used;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an agent's run ended, before anything of it is written. */
sealed interface RunOutcome {

    /**
     * @param text the answer; may be empty where files changed
     * @param patch null where nothing changed, or it is left out, as a note then says
     * @param sessionId the agent's own; null where it has none
     */
    record Answered(
            String text,
            List<String> filesModified,
            @Nullable String patch,
            @Nullable String sessionId,
            List<String> notes,
            Used used)
            implements RunOutcome {

        public Answered {
            filesModified = List.copyOf(filesModified);
            notes = List.copyOf(notes);
        }

        Answered withNote(String note) {
            List<String> more = new ArrayList<>(notes);
            more.add(note);
            return new Answered(text, filesModified, patch, sessionId, more, used);
        }

        /** Never the answer. */
        @Override
        public String toString() {
            return "Answered[%d files, %s]".formatted(filesModified.size(), used);
        }
    }

    /**
     * @param patch what it had changed until then; null for nothing, or too much
     */
    record Failed(AttemptError error, @Nullable String patch, Used used) implements RunOutcome {

        static Failed unstarted(AttemptError error) {
            return new Failed(error, null, Used.NOTHING);
        }

        /** Never what it changed. */
        @Override
        public String toString() {
            return "Failed[%s, %s]".formatted(error, used);
        }
    }

    /**
     * It was not run now.
     *
     * @param why null where it is only a matter of turns
     */
    record Deferred(Duration comeBackIn, @Nullable AttemptError why) implements RunOutcome {}

    /** The job was cancelled; its end is written already. */
    record Cancelled(Used used) implements RunOutcome {}

    /** The job's deadline came first; the gateway ends it. */
    record Expired(Used used) implements RunOutcome {}

    /** The worker stops, or no longer holds the order: nothing is to be written. */
    record Left() implements RunOutcome {}
}
