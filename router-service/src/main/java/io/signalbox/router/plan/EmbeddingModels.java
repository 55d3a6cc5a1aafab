package io.signalbox.router.plan;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Price;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.job.Job;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which models of a provider make vectors, as far as the registry and the providers tell. */
final class EmbeddingModels {

    private static final Comparator<Model> CHEAPEST =
            Comparator.comparing(
                            Model::price,
                            Comparator.nullsLast(Comparator.comparing(Price::inputPer1M)))
                    .thenComparing(Model::id);

    private final Catalog catalog;
    private final ModelNameResolver.Discovered discovered;
    private final LocalDate today;

    EmbeddingModels(Catalog catalog, ModelNameResolver.Discovered discovered, Instant now) {
        this.catalog = catalog;
        this.discovered = discovered;
        this.today = now.atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** The type by which catalogs choose: {@code embedding} where the job has none of its own. */
    static @Nullable String taskType(Job job) {
        String type = job.task().type();
        return type == null && job.embedding() != null ? Model.EMBEDDING : type;
    }

    /**
     * The model for a job that names only the provider: the one that {@code task_models} names,
     * else the cheapest that the registry knows, else the first that was found there and is called
     * so.
     */
    Optional<String> of(Provider provider, Job job) {
        String ofTask = provider.taskModels().get(String.valueOf(taskType(job)));
        if (ofTask != null) {
            return Optional.of(ofTask);
        }
        return catalog.modelsOf(provider.name()).stream()
                .filter(Model::isForEmbeddingOnly)
                .filter(model -> model.isServedOn(today))
                .filter(model -> isThere(provider, model.id()))
                .min(CHEAPEST)
                .map(Model::id)
                .or(() -> unregistered(provider));
    }

    private boolean isThere(Provider provider, String id) {
        if (provider.hasClosedModelList()) {
            return provider.models().contains(id);
        }
        Set<String> found = found(provider.name());
        return !provider.local() || found.contains(id);
    }

    private Optional<String> unregistered(Provider provider) {
        Stream<String> ids =
                provider.hasClosedModelList()
                        ? provider.models().stream()
                        : found(provider.name()).stream().sorted();
        return ids.filter(id -> isOne(provider, id)).findFirst();
    }

    private Set<String> found(String provider) {
        return discovered.modelsOf(provider).orElse(Set.of());
    }

    /** Whether a model makes vectors only; where nobody tells what it makes, by its name. */
    boolean isOne(Provider provider, String id) {
        return catalog.model(provider.name(), id)
                .filter(model ->
                        model.capabilities().contains("chat")
                                || model.capabilities().contains(Model.EMBEDDING))
                .map(Model::isForEmbeddingOnly)
                .orElseGet(() -> id.toLowerCase(Locale.ROOT).contains("embed"));
    }

    /** Whether a provider is known to have a model. */
    boolean has(String provider, String id) {
        Provider known = catalog.providers().get(provider);
        return known != null
                && (known.hasClosedModelList()
                        ? known.models().contains(id)
                        : catalog.model(provider, id).isPresent() || found(provider).contains(id));
    }
}
