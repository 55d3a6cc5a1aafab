package io.signalbox.apiworker.search;

import io.signalbox.apiworker.search.Findings.Lack;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * DuckDuckGo's page without scripts, which needs no key and promises nothing: it is a page for
 * people. Wire facts from SearXNG's engine (searx/engines/duckduckgo.py: the form's fields, {@code
 * #links .web-result}, {@code #challenge-form}); a captcha comes with status 202 or 200.
 */
final class DuckDuckGoEngine implements SearchEngine {

    private static final int ACCEPTED = 202;

    /**
     * Elements in elements; a page that goes deeper is meant to cost time. The real ones have 10.
     */
    private static final int MAX_DEPTH = 64;

    /** Results of a page that are looked at; the real ones have 10 or so. */
    private static final int MOST = 50;

    private final URI address;

    DuckDuckGoEngine(URI address) {
        this.address = address;
    }

    @Override
    public String name() {
        return "duckduckgo";
    }

    @Override
    public Optional<HttpRequest.Builder> request(String query, int maxResults) {
        return Optional.of(
                HttpRequest.newBuilder(address)
                        .setHeader("Content-Type", "application/x-www-form-urlencoded")
                        .setHeader("Accept", "text/html")
                        .setHeader("Referer", address.toString())
                        .setHeader("User-Agent", "Mozilla/5.0 (compatible; signalbox)")
                        .POST(
                                BodyPublishers.ofString(
                                        "q=" + Urls.encoded(query) + "&b=&kl=wt-wt")));
    }

    @Override
    public Findings read(Answer answer) {
        Document page =
                Jsoup.parse(
                        answer.body(),
                        "https://duckduckgo.com/",
                        Parser.htmlParser().setMaxDepth(MAX_DEPTH));
        if (answer.status() == ACCEPTED || page.getElementById("challenge-form") != null) {
            return new Findings.Nothing(
                    Lack.BLOCKED,
                    "duckduckgo asks for a captcha; set search.searxng-url for an engine of your"
                            + " own");
        }
        if (answer.status() != 200) {
            return new Findings.Nothing(
                    Lack.REFUSED, "duckduckgo answered %d".formatted(answer.status()));
        }
        List<Source> sources =
                page.getElementsByClass("web-result").stream()
                        .filter(result -> !result.hasClass("result--ad"))
                        .limit(MOST)
                        .flatMap(result -> source(result).stream())
                        .toList();
        if (!sources.isEmpty()) {
            return new Findings.Found(sources);
        }
        return page.getElementById("links") == null
                ? new Findings.Nothing(
                        Lack.UNREADABLE, "duckduckgo answered with something else than results")
                : new Findings.Nothing(Lack.EMPTY, "duckduckgo found nothing");
    }

    private static Optional<Source> source(Element result) {
        Element title = result.getElementsByClass("result__a").first();
        if (title == null) {
            return Optional.empty();
        }
        Element snippet = result.getElementsByClass("result__snippet").first();
        return target(title.absUrl("href"))
                .flatMap(
                        url -> Source.of(title.text(), url, snippet == null ? "" : snippet.text()));
    }

    /** Where a link leads: through DuckDuckGo's own redirect to its target; not to an ad. */
    private static Optional<String> target(String href) {
        try {
            URI link = URI.create(href);
            if (!isDuckDuckGo(link.getHost())) {
                return Optional.of(href);
            }
            return "/l/".equals(link.getPath())
                    ? Urls.parameter(link.getRawQuery(), "uddg")
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isDuckDuckGo(@Nullable String host) {
        return host != null && (host.equals("duckduckgo.com") || host.endsWith(".duckduckgo.com"));
    }
}
