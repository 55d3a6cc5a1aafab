package io.signalbox.workspace;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A patch as git wrote it, made text where it is UTF-8. A file in another encoding cannot be shown
 * in JSON without being spoilt; the patch must then hold it as binary.
 */
final class PatchText {

    private static final byte[] FILE = "diff --git ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] HUNK = "@@ ".getBytes(StandardCharsets.UTF_8);

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final BitSet foreign = new BitSet();
    private int files;

    PatchText(byte[] patch) {
        int from = 0;
        while (from < patch.length) {
            int end = from;
            while (end < patch.length && patch[end] != '\n') {
                end++;
            }
            end = Math.min(patch.length, end + 1);
            line(patch, from, end);
            from = end;
        }
    }

    private void line(byte[] patch, int from, int end) {
        if (startsWith(patch, from, end, FILE)) {
            files++;
        }
        if (isUtf8(patch, from, end)) {
            text.write(patch, from, end - from);
        } else if (startsWith(patch, from, end, HUNK)) {
            // Git cuts the line that it shows behind a hunk's header within a character.
            String shown = new String(patch, from, end - from, StandardCharsets.UTF_8);
            text.writeBytes(shown.getBytes(StandardCharsets.UTF_8));
        } else {
            foreign.set(Math.max(0, files - 1));
        }
    }

    private static boolean startsWith(byte[] patch, int from, int end, byte[] start) {
        return end - from >= start.length
                && Arrays.equals(patch, from, from + start.length, start, 0, start.length);
    }

    private static boolean isUtf8(byte[] patch, int from, int end) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(patch, from, end - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    boolean isText() {
        return foreign.isEmpty();
    }

    /** How many files it is about. */
    int files() {
        return files;
    }

    /** Whether the file of this number, from 0, holds what is not UTF-8. */
    boolean isForeign(int file) {
        return foreign.get(file);
    }

    String text() {
        return text.toString(StandardCharsets.UTF_8);
    }
}
