package io.signalbox.apiworker.provider.discovery;

import io.signalbox.contracts.event.ModelWork;
import io.signalbox.contracts.event.ProviderListing;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is being done with models at each provider, and how the latest ended. Thread-safe. */
@Singleton
class WorkLog {

    private final Map<String, Map<String, ModelWork>> byProvider = new ConcurrentHashMap<>();

    /** The latest last. */
    List<ModelWork> of(String provider) {
        Map<String, ModelWork> works = byProvider.get(provider);
        if (works == null) {
            return List.of();
        }
        synchronized (works) {
            return List.copyOf(works.values());
        }
    }

    /**
     * @return false where the same is running already
     */
    boolean begin(String provider, ModelWork work) {
        Map<String, ModelWork> works =
                byProvider.computeIfAbsent(provider, name -> new LinkedHashMap<>());
        synchronized (works) {
            boolean runs =
                    works.values().stream()
                            .anyMatch(it ->
                                    it.status().equals(ModelWork.RUNNING)
                                            && it.model().equals(work.model())
                                            && it.action().equals(work.action()));
            if (runs || works.containsKey(work.id())) {
                return false;
            }
            works.put(work.id(), work);
            forgetTheOldest(works);
            return true;
        }
    }

    private static void forgetTheOldest(Map<String, ModelWork> works) {
        List<String> ended = new ArrayList<>();
        works.forEach((id, work) -> {
            if (!work.status().equals(ModelWork.RUNNING)) {
                ended.add(id);
            }
        });
        for (String id : ended) {
            if (works.size() > ProviderListing.MAX_WORK) {
                works.remove(id);
            }
        }
    }

    /** In place of what was told of that work before. */
    void update(String provider, ModelWork work) {
        Map<String, ModelWork> works = byProvider.get(provider);
        if (works != null) {
            synchronized (works) {
                works.replace(work.id(), work);
            }
        }
    }
}
