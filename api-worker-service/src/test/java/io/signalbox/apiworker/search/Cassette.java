package io.signalbox.apiworker.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Answers of engines; {@code README.md} beside them says after which sources. */
final class Cassette {

    private Cassette() {}

    static String text(String name) {
        try (InputStream bytes =
                Objects.requireNonNull(Cassette.class.getResourceAsStream(name), name)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    static SearchEngine.Answer answer(int status, String body) {
        return new SearchEngine.Answer(status, body);
    }
}
