package io.signalbox.testsupport.agents;

import io.signalbox.testsupport.UserCache;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how agents are installed.
 *
 * @param cache holds a directory per agent and version; five agents take 1.5 GB
 * @param npm the program's name on the PATH, or its path
 * @param allowed false: what is not there is missing
 * @param limit for one package; longer than 0
 * @param freeBytes what the disk must have left before each package
 */
public record InstallConfig(
        Path cache, String npm, boolean allowed, Duration limit, long freeBytes) {

    private static final long TWO_GB = 2_000_000_000L;

    public InstallConfig {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("limit %s is not longer than 0".formatted(limit));
        }
        cache = cache.toAbsolutePath().normalize();
    }

    /**
     * From system properties: {@code signalbox.agents.cache} (default {@code agents} in the user's
     * cache), {@code signalbox.agents.npm} (default {@code npm}), {@code signalbox.agents.install}
     * (default true where the environment has {@code CI}, as build servers set it, else false),
     * {@code signalbox.agents.install-limit} (ISO, default {@code PT5M}).
     */
    public static InstallConfig ofSystem() {
        String cache = System.getProperty("signalbox.agents.cache");
        return new InstallConfig(
                cache == null ? UserCache.directory().resolve("agents") : Path.of(cache),
                System.getProperty("signalbox.agents.npm", "npm"),
                Boolean.parseBoolean(
                        System.getProperty(
                                "signalbox.agents.install",
                                Boolean.toString(System.getenv("CI") != null))),
                Duration.parse(System.getProperty("signalbox.agents.install-limit", "PT5M")),
                TWO_GB);
    }
}
