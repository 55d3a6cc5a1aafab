package io.signalbox.apiworker.search;

import java.net.URI;
import java.util.Optional;

/**
 * A page that an engine found. Every part is one line of visible characters: it comes from
 * strangers.
 *
 * @param url absolute, http or https, without credentials
 * @param snippet what the engine shows of the page; may be empty
 */
record Source(String title, String url, String snippet) {

    /** Longer titles are cut, in characters. */
    static final int MAX_TITLE = 200;

    /** A source with a longer address is left out, in characters. */
    static final int MAX_URL = 500;

    /** Longer snippets are cut, in characters. */
    static final int MAX_SNIPPET = 1_000;

    /** Empty where the address leads nowhere that a reader may be sent. */
    static Optional<Source> of(String title, String url, String snippet) {
        String address = url.strip();
        if (!leadsToTheWeb(address)) {
            return Optional.empty();
        }
        String named = OneLine.of(title, MAX_TITLE);
        return Optional.of(
                new Source(
                        named.isEmpty() ? address : named,
                        address,
                        OneLine.of(snippet, MAX_SNIPPET)));
    }

    private static boolean leadsToTheWeb(String address) {
        if (address.length() > MAX_URL) {
            return false;
        }
        try {
            URI uri = URI.create(address);
            return ("https".equalsIgnoreCase(uri.getScheme())
                            || "http".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && OneLine.of(address, MAX_URL).equals(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
