package io.signalbox.apiworker.provider;

import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Takes a provider's keys in turn. Thread-safe. */
@ApplicationScoped
public class KeyRing {

    private final ConcurrentMap<String, AtomicInteger> turns = new ConcurrentHashMap<>();

    /** The next key, or null where the provider has none. */
    public @Nullable Secret next(Provider provider) {
        List<Secret> keys = provider.apiKeys();
        if (keys.isEmpty()) {
            return null;
        }
        int turn =
                turns.computeIfAbsent(provider.name(), name -> new AtomicInteger())
                        .getAndIncrement();
        return keys.get(Math.floorMod(turn, keys.size()));
    }
}
