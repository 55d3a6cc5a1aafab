package io.signalbox.apiworker.provider.discovery;

import io.signalbox.contracts.event.ListedModel;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What this worker found at each provider. Thread-safe. */
@Singleton
public class FoundModels {

    private final Map<String, Found> byProvider = new ConcurrentHashMap<>();
    private volatile Map<String, Map<String, ListedModel>> listed = Map.of();

    /** By provider and id; the same object as long as nothing changes. */
    public Map<String, Map<String, ListedModel>> listed() {
        return listed;
    }

    Optional<Found> of(String provider) {
        return Optional.ofNullable(byProvider.get(provider));
    }

    /** In place of what was known before. */
    void put(Found found) {
        Found before = byProvider.put(found.provider().name(), found);
        if (before == null || !before.models().equals(found.models())) {
            index();
        }
    }

    /** Forgets the providers that the catalog no longer has. */
    void retain(Set<String> providers) {
        if (byProvider.keySet().retainAll(providers)) {
            index();
        }
    }

    private synchronized void index() {
        Map<String, Map<String, ListedModel>> index = new LinkedHashMap<>();
        byProvider.forEach((name, found) -> {
            Map<String, ListedModel> models = new LinkedHashMap<>();
            found.models().forEach(model -> models.put(model.id(), model));
            index.put(name, Collections.unmodifiableMap(models));
        });
        listed = Collections.unmodifiableMap(index);
    }
}
