package io.signalbox.testsupport;

import java.nio.file.Path;

/** Where big things are kept between runs: {@code $XDG_CACHE_HOME} or {@code ~/.cache}. */
public final class UserCache {

    private UserCache() {}

    /** Signalbox's own directory there; it need not exist. */
    public static Path directory() {
        String given = System.getenv("XDG_CACHE_HOME");
        Path caches =
                given == null || given.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(given);
        return caches.resolve("signalbox");
    }
}
