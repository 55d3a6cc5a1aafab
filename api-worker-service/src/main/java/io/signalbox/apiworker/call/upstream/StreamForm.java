package io.signalbox.apiworker.call.upstream;

import java.util.List;
import java.util.Locale;

/**
 * What a stream is made of.
 *
 * @param name in words
 * @param accept its media type
 * @param others the media types that prove an answer to be something else
 */
record StreamForm(String name, String accept, List<String> others) {

    boolean isNot(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        return others.stream().anyMatch(type::startsWith);
    }
}
