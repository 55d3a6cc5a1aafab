package io.signalbox.cliworker.output;

/** Text that grows and keeps its end: what is too much goes from the front. Not thread-safe. */
final class BoundedText {

    /** Characters that are kept. */
    static final int MAX = 1_000_000;

    private static final String CUT = "…";

    private final StringBuilder text = new StringBuilder();
    private boolean cut;

    void append(String more) {
        text.append(more);
        if (text.length() > 2 * MAX) {
            trim();
        }
    }

    void clear() {
        text.setLength(0);
        cut = false;
    }

    private void trim() {
        if (text.length() > MAX) {
            text.delete(0, text.length() - MAX);
            cut = true;
        }
    }

    /** At most {@link #MAX} characters and the mark that some are missing. */
    @Override
    public String toString() {
        trim();
        return cut ? CUT + text : text.toString();
    }
}
