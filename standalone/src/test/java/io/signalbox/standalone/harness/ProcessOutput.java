package io.signalbox.standalone.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every line that a process has written, read on a thread of its own. Thread-safe. */
final class ProcessOutput {

    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private ProcessOutput() {}

    static ProcessOutput of(Process process) {
        ProcessOutput output = new ProcessOutput();
        Thread.ofVirtual()
                .name("output-of-" + process.pid())
                .start(() -> output.read(process.inputReader()));
        return output;
    }

    private void read(BufferedReader reader) {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            // The JDK closes the pipe of a process that has ended under a reader that waits for
            // more: there is no more.
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized List<String> soFar() {
        return List.copyOf(lines);
    }

    /** Blocks for the rest of the first line that begins so; empty where none came in time. */
    synchronized Optional<String> await(String prefix, Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<String> found =
                    lines.stream().filter(line -> line.startsWith(prefix)).findFirst();
            long leftMs = Duration.ofNanos(until - System.nanoTime()).toMillis();
            if (found.isPresent() || ended || leftMs <= 0) {
                return found.map(line -> line.substring(prefix.length()).strip());
            }
            wait(leftMs);
        }
    }

    /** All lines, when there will be no more or the limit is reached. */
    synchronized List<String> whole(Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (!ended) {
            long leftMs = Duration.ofNanos(until - System.nanoTime()).toMillis();
            if (leftMs <= 0) {
                break;
            }
            wait(leftMs);
        }
        return List.copyOf(lines);
    }
}
