package io.signalbox.router.step;

import java.util.random.RandomGenerator;

/** Randomness that a test knows. */
final class Draws implements RandomGenerator {

    private final double value;

    private Draws(double value) {
        this.value = value;
    }

    /**
     * @param value every draw, 0 to below 1
     */
    static RandomGenerator always(double value) {
        return new Draws(value);
    }

    @Override
    public double nextDouble() {
        return value;
    }

    @Override
    public long nextLong() {
        throw new UnsupportedOperationException("only doubles are drawn here");
    }
}
