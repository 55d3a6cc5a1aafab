package io.signalbox.tokens;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The texts that were counted with other people's tokenizers. */
final class Samples {

    private Samples() {}

    static String text(String name) {
        try (InputStream in =
                Objects.requireNonNull(Samples.class.getResourceAsStream(name + ".txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
