package io.signalbox.router.plan;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.ChainEntry;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Price;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.Routing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From a model name to everybody it could mean. The first segment is a provider, {@code agent},
 * {@code chain} or {@code auto}; a single word is an alias or a plain model id.
 */
final class ModelNameResolver {

    private static final Comparator<Model> CHEAPEST =
            Comparator.comparing(
                    Model::price,
                    Comparator.nullsLast(
                            Comparator.comparing(Price::inputPer1M)
                                    .thenComparing(Price::outputPer1M)));

    private final Catalog catalog;
    private final Discovered discovered;

    /** The models that workers found at a provider; empty where it gave no list. */
    interface Discovered {
        Optional<Set<String>> modelsOf(String provider);
    }

    ModelNameResolver(Catalog catalog, Discovered discovered) {
        this.catalog = catalog;
        this.discovered = discovered;
    }

    /** Empty where the name means nothing. */
    List<Considered> resolve(Job job) {
        String name = job.routing().model();
        return catalog.aliases().containsKey(name) ? alias(name, job) : target(name, 0, job);
    }

    /** One after the other: each begins behind the last place of the one before it. */
    private List<Considered> alias(String name, Job job) {
        List<Considered> considered = new ArrayList<>();
        int next = 0;
        for (String target : catalog.alias(name)) {
            List<Considered> meant = target(target, next, job);
            considered.addAll(meant);
            next = 1 + meant.stream().mapToInt(Considered::position).max().orElse(next - 1);
        }
        return considered;
    }

    /** What a job means that names no model. */
    private List<Considered> auto(int first, Job job) {
        String chain = job.routing().chain();
        if (chain != null) {
            return chain(chain, first);
        }
        String type = EmbeddingModels.taskType(job);
        if (type != null && catalog.taskChains().containsKey(type)) {
            return entries(catalog.taskChains().get(type), first, "chain of task type " + type);
        }
        String standing = catalog.routing().chain();
        return standing == null ? everybody(first, job) : chain(standing, first);
    }

    /** What a model chosen by its tier must be able to do. */
    private static String kind(Job job) {
        return job.embedding() == null ? "chat" : Model.EMBEDDING;
    }

    /** Those of the preferred kind stand before the others. */
    private List<Considered> everybody(int first, Job job) {
        Preference preference = Preference.of(job, catalog);
        List<Considered> considered = new ArrayList<>();
        for (Provider provider : catalog.providersByPriority()) {
            considered.add(
                    new Considered.OfProvider(
                            first + preference.apiPosition(), provider.name(), null, "model auto"));
        }
        if (preference.asksAgents()) {
            for (Agent agent : catalog.agents().values()) {
                if (!agent.lastResort()) {
                    considered.add(
                            new Considered.OfAgent(
                                    first + preference.agentPosition(),
                                    agent.name(),
                                    null,
                                    "model auto"));
                }
            }
        }
        return considered;
    }

    /** Who comes after everybody, whatever the job names. */
    List<Considered.OfAgent> lastResorts() {
        return catalog.agents().values().stream()
                .filter(Agent::lastResort)
                .sorted(Comparator.comparingInt(Agent::priority).thenComparing(Agent::name))
                .map(agent -> new Considered.OfAgent(0, agent.name(), null, "last resort"))
                .toList();
    }

    private List<Considered> chain(String name, int first) {
        return entries(catalog.chains().getOrDefault(name, List.of()), first, "chain " + name);
    }

    /**
     * @param first the place of the first of them
     */
    private static List<Considered> entries(
            @Nullable List<ChainEntry> entries, int first, String reason) {
        List<Considered> considered = new ArrayList<>();
        for (ChainEntry entry : entries == null ? List.<ChainEntry>of() : entries) {
            String why = "%s, place %d".formatted(reason, considered.size() + 1);
            int place = first + considered.size();
            considered.add(
                    switch (entry) {
                        case ChainEntry.WholeProvider whole ->
                                new Considered.OfProvider(place, whole.provider(), null, why);
                        case ChainEntry.ProviderModel one ->
                                new Considered.OfProvider(place, one.provider(), one.model(), why);
                        case ChainEntry.CliAgent agent ->
                                new Considered.OfAgent(place, agent.agent(), agent.model(), why);
                    });
        }
        return considered;
    }

    /**
     * @param position of the first that the name means
     */
    private List<Considered> target(String name, int position, Job job) {
        if (name.equals(Routing.AUTO)) {
            return auto(position, job);
        }
        int slash = name.indexOf('/');
        if (slash < 0) {
            return catalog.providers().containsKey(name)
                    ? List.of(new Considered.OfProvider(position, name, null, "provider " + name))
                    : plainId(name, position);
        }
        String head = name.substring(0, slash);
        String rest = name.substring(slash + 1);
        return switch (head) {
            case Routing.AUTO -> byTier(rest, position, kind(job));
            case "chain" -> chain(rest, position);
            case "agent" -> agent(rest, position);
            default ->
                    catalog.providers().containsKey(head)
                            ? List.of(
                                    new Considered.OfProvider(
                                            position, head, rest, "named by the job"))
                            : plainId(name, position);
        };
    }

    /** An agent, perhaps with the model that it shall use. */
    private List<Considered> agent(String rest, int position) {
        String[] parts = rest.split("/", 2);
        return catalog.agents().containsKey(parts[0])
                ? List.of(
                        new Considered.OfAgent(
                                position,
                                parts[0],
                                parts.length == 1 ? null : parts[1],
                                "named by the job"))
                : List.of();
    }

    /** All providers that have a model of that id. */
    private List<Considered> plainId(String id, int position) {
        return catalog.providersByPriority().stream()
                .filter(provider -> has(provider, id))
                .<Considered>map(provider ->
                        new Considered.OfProvider(
                                position, provider.name(), id, "has the model " + id))
                .toList();
    }

    private boolean has(Provider provider, String named) {
        String id = provider.dialect().modelId(named);
        return provider.hasClosedModelList()
                ? provider.models().contains(id)
                : catalog.model(provider.name(), id).isPresent()
                        || id.equals(provider.defaultModel())
                        || discovered
                                .modelsOf(provider.name())
                                .filter(found -> found.contains(id))
                                .isPresent();
    }

    /** {@code auto/fast}, {@code auto/standard}, {@code auto/advanced}; {@code auto/cheap}: all. */
    private List<Considered> byTier(String tier, int first, String kind) {
        boolean cheap = tier.equals("cheap");
        Stream<Model> models =
                catalog.models().values().stream()
                        .filter(model -> catalog.providers().containsKey(model.provider()))
                        .filter(model -> isOfKind(model, kind))
                        .filter(model -> cheap || isOfTier(model, tier))
                        .filter(this::isThere);
        List<Model> sorted = models.sorted(CHEAPEST).toList();
        List<Considered> considered = new ArrayList<>();
        for (Model model : sorted) {
            considered.add(
                    new Considered.OfProvider(
                            cheap ? first + considered.size() : first,
                            model.provider(),
                            model.id(),
                            "model auto/" + tier));
        }
        return considered;
    }

    /**
     * The registry knows models that a local server has not pulled: what it lists counts. Of others
     * only what the registry knows is proposed unasked.
     */
    private boolean isThere(Model model) {
        Provider provider = catalog.providers().get(model.provider());
        if (provider == null || !provider.local()) {
            return model.knowledge().registered();
        }
        return provider.hasClosedModelList()
                || discovered
                        .modelsOf(model.provider())
                        .map(found -> found.contains(model.id()))
                        .orElse(model.knowledge().registered());
    }

    /** A model of which nothing is known may well answer, but hardly makes vectors. */
    private static boolean isOfKind(Model model, String kind) {
        return kind.equals(Model.EMBEDDING)
                ? model.capabilities().contains(kind)
                : model.mayHave(kind);
    }

    private static boolean isOfTier(Model model, String tier) {
        return model.tier() != null && model.tier().name().toLowerCase(Locale.ROOT).equals(tier);
    }
}
