package io.signalbox.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One recording of another JVM's flight recorder. */
public final class FlightRecorder {

    private final long pid;

    private FlightRecorder(long pid) {
        this.pid = pid;
    }

    /**
     * Begins to record.
     *
     * @param settings a file of the recorder's own format
     */
    public static FlightRecorder start(long pid, Path settings) throws InterruptedException {
        FlightRecorder recorder = new FlightRecorder(pid);
        recorder.jcmd("JFR.start", "name=bench", "settings=" + settings);
        return recorder;
    }

    /** Ends it and writes what it has. */
    public void stop(Path recording) throws InterruptedException {
        jcmd("JFR.stop", "name=bench", "filename=" + recording);
    }

    private void jcmd(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(Workplace.tool("jcmd"), Long.toString(pid)));
        command.addAll(Arrays.asList(arguments));
        try {
            Process jcmd =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (jcmd.waitFor() != 0) {
                throw new IllegalStateException("jcmd failed: " + String.join(" ", command));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run jcmd", e);
        }
    }
}
