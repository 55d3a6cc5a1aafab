package io.signalbox.apiworker.search;

import io.signalbox.apiworker.ApiWorkerConfig.EngineChoice;
import io.signalbox.apiworker.ApiWorkerConfig.Search;
import io.signalbox.catalog.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Chooses the one engine that the configuration means. */
final class SearchEngines {

    private static final int MAX_KEY_BYTES = 4_096;

    private SearchEngines() {}

    /**
     * Empty where nobody is to be asked.
     *
     * @throws IllegalArgumentException where the engine that is named lacks what it needs
     */
    static Optional<SearchEngine> chosen(Search config) {
        return switch (config.engine()) {
            case AUTO -> Optional.of(firstOf(config));
            case SEARXNG -> Optional.of(searxng(config).orElseThrow(() -> lacks(config)));
            case GOOGLE -> Optional.of(google(config).orElseThrow(() -> lacks(config)));
            case DUCKDUCKGO -> Optional.of(duckDuckGo(config));
            case NONE -> Optional.empty();
        };
    }

    private static SearchEngine firstOf(Search config) {
        return searxng(config).or(() -> google(config)).orElseGet(() -> duckDuckGo(config));
    }

    private static Optional<SearchEngine> searxng(Search config) {
        return config.searxngUrl().map(url -> new SearxngEngine(web("searxng-url", url)));
    }

    private static Optional<SearchEngine> google(Search config) {
        boolean hasKey = config.googleKey().isPresent() || config.googleKeyFile().isPresent();
        return config.googleCx()
                .filter(cx -> hasKey)
                .map(cx ->
                        new GoogleEngine(
                                web("google-url", config.googleUrl()), cx, () -> key(config)));
    }

    private static SearchEngine duckDuckGo(Search config) {
        return new DuckDuckGoEngine(web("duckduckgo-url", config.duckduckgoUrl()));
    }

    private static URI web(String key, URI url) {
        boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!isWeb || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "signalbox.api-worker.search.%s is '%s', it is an address such as http://127.0.0.1:8888"
                            .formatted(key, url));
        }
        return url;
    }

    private static IllegalArgumentException lacks(Search config) {
        String needed =
                config.engine() == EngineChoice.SEARXNG
                        ? "searxng-url"
                        : "google-cx and google-key (or google-key-file)";
        return new IllegalArgumentException(
                "signalbox.api-worker.search.engine is %s, which needs %s: set it, or leave the engine to auto"
                        .formatted(config.engine().name().toLowerCase(Locale.ROOT), needed));
    }

    /** From the file where there is one, so that a new key needs no restart. */
    private static Optional<Secret> key(Search config) {
        return config.googleKeyFile()
                .map(SearchEngines::contents)
                .or(config::googleKey)
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .map(Secret::new);
    }

    private static String contents(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            return new String(bytes.readNBytes(MAX_KEY_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
