package io.signalbox.contracts.job;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * A vector as text: base64 of its 32-bit floats, each four bytes, the least significant first. What
 * OpenAI calls {@code encoding_format: base64}; a third of the size of decimal numbers, and exact.
 */
public final class VectorText {

    /**
     * Most numbers that one result carries, over all its vectors: as text they come to 7.5 MB,
     * which with everything else of a result fits into a record ({@code Topic.MAX_RECORD_BYTES}).
     */
    public static final int MOST_NUMBERS = 1_400_000;

    private VectorText() {}

    public static String of(float[] vector) {
        ByteBuffer bytes =
                ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /**
     * @throws IllegalArgumentException if it is not base64 of whole floats
     */
    public static float[] floats(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (bytes.length % Float.BYTES != 0) {
            throw new IllegalArgumentException(
                    "%d bytes are no whole number of 32-bit floats".formatted(bytes.length));
        }
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }
}
