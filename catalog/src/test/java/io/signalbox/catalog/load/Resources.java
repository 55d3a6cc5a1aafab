package io.signalbox.catalog.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Test files by their name. */
final class Resources {

    private Resources() {}

    static String text(String name) {
        try (InputStream in =
                Resources.class.getResourceAsStream("/io/signalbox/catalog/" + name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
