package io.signalbox.apiworker.search;

import java.net.http.HttpRequest;
import java.util.Optional;

/** One search engine's wire form. Stateless and thread-safe. */
interface SearchEngine {

    /** An answer, whole. */
    record Answer(int status, String body) {}

    String name();

    /**
     * The request for a query; empty where it cannot be made now, for example without a key.
     *
     * @param maxResults how many sources are wanted
     */
    Optional<HttpRequest.Builder> request(String query, int maxResults);

    /** What an answer says. A {@code RuntimeException} counts as an answer that cannot be read. */
    Findings read(Answer answer);
}
