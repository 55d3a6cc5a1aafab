package io.signalbox.cliworker.process;

/**
 * Hears what an agent prints, on the run's own thread, in order. While it works nothing is read:
 * the agent waits, and is idle. What it throws ends the run and is thrown by it.
 */
@FunctionalInterface
public interface OutputListener {

    /**
     * @param line of stdout without its end; what is no UTF-8 is U+FFFD
     * @return whether it is the agent's final result: the run is done with it, and the agent may
     *     linger only {@link ProcessLimits#linger} longer
     */
    boolean line(String line);
}
