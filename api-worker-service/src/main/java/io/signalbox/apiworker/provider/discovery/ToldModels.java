package io.signalbox.apiworker.provider.discovery;

import io.signalbox.contracts.event.ListedModel;
import io.signalbox.contracts.event.ModelWork;
import io.signalbox.contracts.event.ProviderListing;
import io.signalbox.contracts.event.ProviderReport;
import io.signalbox.contracts.wire.Json;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found at a provider, cut to what a report carries. Thread-safe. */
@Singleton
public class ToldModels {

    private final FoundModels found;
    private final WorkLog log;

    ToldModels(FoundModels found, WorkLog log) {
        this.found = found;
        this.log = log;
    }

    /** The models' ids in the list's order; empty where there is no list. */
    public List<String> ids(String provider) {
        return found.of(provider).map(it -> ids(it.models())).orElse(List.of());
    }

    /** All else; null where the provider was never asked. */
    public @Nullable ProviderListing listing(String provider) {
        return found.of(provider).map(it -> listing(it, log.of(provider))).orElse(null);
    }

    static List<String> ids(List<ListedModel> models) {
        List<String> ids = new ArrayList<>();
        int chars = 0;
        for (ListedModel model : models) {
            chars += model.id().length();
            if (ids.size() == ProviderReport.MAX_MODELS || chars > ProviderReport.MAX_MODEL_CHARS) {
                break;
            }
            ids.add(model.id());
        }
        return ids;
    }

    static ProviderListing listing(Found found, List<ModelWork> work) {
        List<ListedModel> told = new ArrayList<>();
        long bytes = 0;
        for (ListedModel model : found.models()) {
            if (!model.tellsMore()) {
                continue;
            }
            bytes += Json.bytes(model).length + 1L;
            if (told.size() == ProviderListing.MAX_MODELS || bytes > ProviderListing.MAX_BYTES) {
                break;
            }
            told.add(model);
        }
        return new ProviderListing(told, found.listedAt(), found.problem(), found.version(), work);
    }
}
