package io.signalbox.cliworker.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * What an agent prints, kept up to a limit and cut into lines. Written by one thread; read by
 * others. No byte of a longer UTF-8 sequence is a newline, so lines are cut before they are
 * decoded.
 */
final class Stdout {

    private final int maxBytes;
    private final Consumer<String> lines;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private volatile boolean closed;
    private volatile boolean tooLarge;

    Stdout(int maxBytes, Consumer<String> lines) {
        this.maxBytes = maxBytes;
        this.lines = lines;
    }

    /** False where it was more than may be kept; the rest is dropped. */
    boolean write(byte[] bytes, int count) {
        int fitting = Math.min(count, maxBytes - kept.size());
        kept.write(bytes, 0, fitting);
        cut(bytes, fitting);
        tooLarge |= fitting < count;
        return !tooLarge;
    }

    private void cut(byte[] bytes, int count) {
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, start, i - start);
                endLine();
                start = i + 1;
            }
        }
        line.write(bytes, start, count - start);
    }

    /** No more will come: what has no newline is a line too, unless it was cut. */
    void end() {
        if (line.size() > 0 && !tooLarge) {
            endLine();
        }
    }

    private void endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (!closed) {
            lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
        }
    }

    /** From now on nobody hears a line. */
    void close() {
        closed = true;
    }

    boolean isTooLarge() {
        return tooLarge;
    }

    String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
