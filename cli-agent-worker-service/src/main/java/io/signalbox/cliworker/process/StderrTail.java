package io.signalbox.cliworker.process;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The last bytes of a stream. Thread-safe. */
final class StderrTail {

    /** Colours and cursor, titles and links, the rest; then what is no text at all. */
    private static final Pattern CONTROLS =
            Pattern.compile(
                    "\u001b\\[[0-?]*+[ -/]*+[@-~]?"
                            + "|\u001b[\\]PX^_][^\u0007\u001b]*+(?:\u0007|\u001b\\\\)?"
                            + "|\u001b[ -/]*+[0-~]?"
                            + "|[\\p{Cntrl}&&[^\n\t]]");

    private final byte[] ring;
    private long written;

    StderrTail(int maxBytes) {
        this.ring = new byte[maxBytes];
    }

    synchronized void write(byte[] bytes, int count) {
        for (int i = Math.max(0, count - ring.length); i < count; i++) {
            ring[(int) ((written + i) % ring.length)] = bytes[i];
        }
        written += count;
    }

    /** Whole lines where it was cut and there are any, without colours and control characters. */
    synchronized String text() {
        int size = (int) Math.min(written, ring.length);
        byte[] tail = new byte[size];
        for (int i = 0; i < size; i++) {
            tail[i] = ring[(int) ((written - size + i) % ring.length)];
        }
        String text = new String(tail, StandardCharsets.UTF_8);
        if (written > ring.length) {
            text = text.substring(text.indexOf('\n') + 1);
        }
        return CONTROLS.matcher(text).replaceAll("");
    }
}
