package io.signalbox.standalone.faults;

import io.signalbox.testsupport.simulator.FaultWall;
import io.signalbox.testsupport.simulator.FaultWall.Row;
import java.util.List;

/** {@code docs/faults.md}: what was seen, as a table. */
final class FaultTable {

    /** From the root of the sources; the document names it too. */
    static final String COMMAND =
            "./signalbox test -pl standalone -am -Dtest=none -Dit.test=FaultTableIT"
                    + " -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dfailsafe.failIfNoSpecifiedTests=false -Dsignalbox.docs.write=true";

    /** One fault and what became of it for both kinds of caller. */
    record Line(Row row, Seen plain, Seen streamed) {

        String text() {
            String errorClass = plain.errorClass().isEmpty() ? "none" : plain.errorClass();
            return "| %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            row.says(),
                            errorClass,
                            plain.next(),
                            plain.caller(),
                            streamed.next(),
                            streamed.caller());
        }
    }

    private FaultTable() {}

    static String text(List<Line> lines) {
        StringBuilder text = new StringBuilder(head());
        lines.forEach(line -> text.append(line.text()));
        return text.toString();
    }

    private static String head() {
        return """
        # What becomes of a provider's faults

        Written by a test (`FaultTableIT`) from what it saw: each row is a simulated provider of the dialect `openai` with that one fault, a
        second provider behind it, and a caller of `POST /v1/chat/completions`, once plain, once streamed. `FaultWallTest` holds every dialect to
        the same classes. To write it anew after a change that is meant:

        ```
        %s
        ```

        The class is that of the failed attempt (`attempts[].error.class`). What follows is for interactive jobs with another candidate left; silence
        is cut off by the provider's `timeouts` (here first_token %d s, idle %d s). A stream that fails within `stream-grace` (50 ms) has an error's status instead of
        `event: error`, as a plain answer has.

        | the provider | class | plain: Signalbox | plain: the caller gets | streamed: Signalbox | streamed: the caller gets |
        |---|---|---|---|---|---|
        """
                .formatted(COMMAND, FaultWall.FIRST_TOKEN.toSeconds(), FaultWall.IDLE.toSeconds());
    }
}
