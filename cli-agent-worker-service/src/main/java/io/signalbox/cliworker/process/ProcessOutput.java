package io.signalbox.cliworker.process;

import java.time.Duration;

/**
 * What is left of a run.
 *
 * @param stdout all that was printed, up to the limit; what is no UTF-8 is U+FFFD
 * @param stderrTail the last of stderr, whole lines where it was cut, without colours and other
 *     control characters
 * @param duration from the start until the agent ended or was made to end
 * @param leftBehind processes of the run that were still there when the agent had ended, and were
 *     killed
 */
public record ProcessOutput(String stdout, String stderrTail, Duration duration, int leftBehind) {

    /** Never what was printed. */
    @Override
    public String toString() {
        return "ProcessOutput[%d and %d characters, %s, left behind %d]"
                .formatted(stdout.length(), stderrTail.length(), duration, leftBehind);
    }
}
