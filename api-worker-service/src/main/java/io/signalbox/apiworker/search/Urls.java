package io.signalbox.apiworker.search;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parts of addresses. */
final class Urls {

    private Urls() {}

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * A parameter of a raw query.
     *
     * @throws IllegalArgumentException where its value is not encoded as it must be
     */
    static Optional<String> parameter(@Nullable String rawQuery, String name) {
        return Stream.of(rawQuery == null ? "" : rawQuery)
                .flatMap(query -> Stream.of(query.split("&")))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                .findFirst();
    }
}
