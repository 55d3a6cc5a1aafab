package io.signalbox.cliworker.process;

import java.time.Duration;

/**
 * What one run may take.
 *
 * @param firstOutput from the start to the first byte on stdout or stderr
 * @param idle between two such bytes after that
 * @param total from the start to the end
 * @param maxOutputBytes of all of stdout, and so of one line of it; with more the run is ended
 * @param stderrTailBytes of the end of stderr that are kept
 * @param termGrace from SIGTERM to SIGKILL; default 3 s
 * @param linger from the final result to the end of the agent, before it is made to end; default 5
 *     s
 */
public record ProcessLimits(
        Duration firstOutput,
        Duration idle,
        Duration total,
        int maxOutputBytes,
        int stderrTailBytes,
        Duration termGrace,
        Duration linger) {

    private static final int OUTPUT = 32 * 1024 * 1024;
    private static final int STDERR_TAIL = 8 * 1024;
    private static final Duration TERM_GRACE = Duration.ofSeconds(3);
    private static final Duration LINGER = Duration.ofSeconds(5);

    public ProcessLimits {
        requirePositive("firstOutput", firstOutput);
        requirePositive("idle", idle);
        requirePositive("total", total);
        requirePositive("termGrace", termGrace);
        requirePositive("linger", linger);
        requirePositive("maxOutputBytes", maxOutputBytes);
        requirePositive("stderrTailBytes", stderrTailBytes);
    }

    /** With 32 MiB of output, 8 KiB of stderr and the default graces. */
    public static ProcessLimits of(Duration firstOutput, Duration idle, Duration total) {
        return new ProcessLimits(firstOutput, idle, total, OUTPUT, STDERR_TAIL, TERM_GRACE, LINGER);
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }
}
