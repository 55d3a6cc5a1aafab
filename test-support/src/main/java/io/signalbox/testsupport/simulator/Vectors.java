package io.signalbox.testsupport.simulator;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The vectors of the simulated models: made from the text alone, of length 1. */
public final class Vectors {

    /** How many numbers a vector has where the request does not say. */
    public static final int DIMENSIONS = 16;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Vectors() {}

    /**
     * The same for the same arguments, always and everywhere.
     *
     * @param dimensions null: {@link #DIMENSIONS}
     */
    public static float[] of(String text, @Nullable Integer dimensions) {
        SplittableRandom random = new SplittableRandom(hash(text));
        float[] vector = new float[dimensions == null ? DIMENSIONS : dimensions];
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (random.nextDouble() * 2 - 1);
            squares += vector[i] * vector[i];
        }
        float length = (float) Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    /** FNV-1a, since {@code String.hashCode} is too narrow to keep texts apart. */
    private static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
