package io.signalbox.catalog.load;

import io.signalbox.catalog.yaml.MappingReader;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code providers.<name>.headers}. */
final class HeaderSection {

    /** A token of RFC 9110. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** What the JDK's HTTP client sets itself and takes from nobody (java.net.http, JDK 12 on). */
    private static final Set<String> OF_THE_CLIENT =
            Set.of("connection", "content-length", "expect", "host", "upgrade");

    private HeaderSection() {}

    static Map<String, String> read(MappingReader in) {
        MappingReader section = in.section("headers");
        for (String name : section.names()) {
            if (!NAME.matcher(name).matches()) {
                section.error(
                        name,
                        "'%s' is not a header's name: it holds letters, digits and !#$%%&'*+-.^_`|~, no blank"
                                .formatted(name));
            } else if (OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                section.error(
                        name, "'%s' is set by the connection itself: leave it out".formatted(name));
            }
        }
        return in.map("headers", Forms.HEADER_VALUE);
    }
}
