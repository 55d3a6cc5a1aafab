package io.signalbox.router.plan;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Mode;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.Retry;
import io.signalbox.contracts.job.Job;
import io.signalbox.messaging.fleet.Fleet;
import io.signalbox.router.strategy.AbleCandidate;
import io.signalbox.router.strategy.ExpectedUse;
import io.signalbox.tokens.PromptTokens;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at everybody who could do one job: who is able now, who is left out and why, and who only
 * for a while. For one thread.
 */
final class Survey {

    private final Job job;
    private final Predicate<Candidate> open;
    private final Catalog catalog;
    private final Fleet fleet;
    private final Instant now;
    private final Ability ability;
    private final AgentAbility agentAbility;
    private final EmbeddingModels embeddings;
    private final Map<Candidate, AbleCandidate> able = new LinkedHashMap<>();
    private final Set<Plan.Exclusion> exclusions = new LinkedHashSet<>();
    private final Map<Candidate, Retry> later = new LinkedHashMap<>();

    /** Those who could do it at another time, or were asked before. */
    private final Set<Candidate> outNow = new HashSet<>();

    /**
     * @param open whom the job may still ask; the others are passed over without a word
     */
    Survey(
            Job job,
            Predicate<Candidate> open,
            Catalog catalog,
            Fleet fleet,
            Instant now,
            ExpectedUse expectedUse) {
        this.job = job;
        this.open = open;
        this.catalog = catalog;
        this.fleet = fleet;
        this.now = now;
        this.ability = new Ability(catalog, fleet, now, PromptTokens.of(job), expectedUse);
        this.agentAbility = new AgentAbility(catalog, fleet, now);
        this.embeddings = new EmbeddingModels(catalog, this::discovered, now);
    }

    /** Those who are able, in the order in which they were looked at. */
    List<AbleCandidate> able() {
        return List.copyOf(able.values());
    }

    /** Everybody else so far, each with the reason, once. */
    List<Plan.Exclusion> exclusions() {
        return List.copyOf(exclusions);
    }

    /**
     * Those of them who are out for a while only, the earliest first.
     *
     * @param most so many at most
     */
    List<Retry> later(int most) {
        return later.values().stream()
                .sorted(Comparator.comparing(Retry::notBefore))
                .limit(most)
                .toList();
    }

    /** What a provider has, once it gave its list; a list of none counts as one. */
    Optional<Set<String>> discovered(String provider) {
        return fleet.state(provider, now) instanceof Fleet.State.Usable usable
                        && (usable.listed() || !usable.models().isEmpty())
                ? Optional.of(usable.models())
                : Optional.empty();
    }

    /** Whoever is able is among {@link #able} from then on; else there is an exclusion more. */
    void look(Considered considered) {
        AbleCandidate found =
                switch (considered) {
                    case Considered.OfProvider of -> providerOrItsFallback(of);
                    case Considered.OfAgent of -> agent(of);
                };
        if (found != null) {
            able.putIfAbsent(found.candidate(), found);
        }
    }

    /** Where a provider is out for now, the one that it names as fallback stands in its place. */
    private @Nullable AbleCandidate providerOrItsFallback(Considered.OfProvider of) {
        AbleCandidate found = provider(of);
        Provider provider = catalog.providers().get(of.provider());
        if (found != null || provider == null) {
            return found;
        }
        String model = modelId(provider, of);
        boolean isOutNow =
                model == null
                        ? fleet.state(provider.name(), now) instanceof Fleet.State.Unusable
                        : outNow.contains(Candidate.api(provider.name(), model));
        AbleCandidate fallback = isOutNow ? fallback(provider, model) : null;
        return fallback == null
                ? null
                : new AbleCandidate(
                        fallback.candidate(),
                        of.position(),
                        priority(provider.local(), provider.priority()),
                        fallback.model(),
                        fallback.reason());
    }

    /** Null where it is left out, which is noted, or not open. */
    @Nullable AbleCandidate agent(Considered.OfAgent of) {
        Agent agent = catalog.agents().get(of.agent());
        if (agent == null) {
            leaveOut(
                    new Plan.Exclusion(
                            "agent/" + of.agent(), "unknown_agent", "not in the catalog"));
            return null;
        }
        String named = of.model();
        String model = named == null ? agent.options().get("model") : named;
        Candidate candidate = Candidate.agent(agent.name(), model);
        return isAble(candidate, () -> agentAbility.against(agent, model, job))
                ? new AbleCandidate(
                        candidate,
                        of.position(),
                        priority(agent.local(), agent.priority()),
                        null,
                        of.reason())
                : null;
    }

    /** Null where it is left out, which is noted, or not open. */
    @Nullable AbleCandidate provider(Considered.OfProvider of) {
        Provider provider = catalog.providers().get(of.provider());
        if (provider == null) {
            leaveOut(new Plan.Exclusion(of.provider(), "unknown_provider", "not in the catalog"));
            return null;
        }
        String modelId = modelId(provider, of);
        if (modelId == null) {
            leaveOut(noModel(provider));
            return null;
        }
        Model model = catalog.model(provider.name(), modelId).orElse(null);
        Candidate candidate = Candidate.api(provider.name(), modelId);
        return isAble(candidate, () -> ability.against(provider, modelId, model, job))
                        && isAbleNow(candidate, ability.againstNow(provider, modelId))
                ? new AbleCandidate(
                        candidate,
                        of.position(),
                        priority(provider.local(), provider.priority()),
                        model,
                        of.reason())
                : null;
    }

    /**
     * Whom a provider names as fallback, where that one is able. Vectors of another model are of no
     * use to who has some of this one.
     *
     * @param model the one that it falls back from; null where the provider has none to name
     */
    @Nullable AbleCandidate fallback(Provider provider, @Nullable String model) {
        String to = provider.fallback();
        if (to == null) {
            return null;
        }
        String why = "fallback of " + provider.name();
        if (job.embedding() == null) {
            return provider(new Considered.OfProvider(0, to, null, why));
        }
        return model != null && embeddings.has(to, model)
                ? provider(new Considered.OfProvider(0, to, model, why))
                : null;
    }

    private boolean isAble(Candidate candidate, Supplier<Optional<Plan.Exclusion>> against) {
        if (!open.test(candidate)) {
            outNow.add(candidate);
            return false;
        }
        Optional<Plan.Exclusion> found = against.get();
        found.ifPresent(exclusion -> leaveOut(candidate, exclusion));
        return found.isEmpty();
    }

    private boolean isAbleNow(Candidate candidate, Optional<Plan.Exclusion> against) {
        against.ifPresent(exclusion -> {
            outNow.add(candidate);
            leaveOut(candidate, exclusion);
        });
        return against.isEmpty();
    }

    private void leaveOut(Candidate candidate, Plan.Exclusion exclusion) {
        leaveOut(exclusion);
        if (exclusion.until() != null) {
            later.putIfAbsent(candidate, new Retry(candidate, exclusion.until()));
        }
    }

    void leaveOut(Plan.Exclusion exclusion) {
        exclusions.add(exclusion);
    }

    private Plan.Exclusion noModel(Provider provider) {
        if (fleet.state(provider.name(), now) instanceof Fleet.State.Unusable unusable) {
            return new Plan.Exclusion(provider.name(), unusable.code(), unusable.reason());
        }
        return new Plan.Exclusion(
                provider.name(),
                "no_model",
                job.embedding() == null
                        ? "it has no default_model, and no model was found there; name one"
                        : "no embedding model is known there; name one, or set task_models: {embedding: ...}");
    }

    /** Null where none is named and the provider has none to name. */
    private @Nullable String modelId(Provider provider, Considered.OfProvider of) {
        String named = of.model();
        return named == null ? modelFor(provider) : provider.dialect().modelId(named);
    }

    /** The provider's model for the task, else its default, else the first it has. */
    private @Nullable String modelFor(Provider provider) {
        if (job.embedding() != null) {
            return embeddings.of(provider, job).orElse(null);
        }
        String type = job.task().type();
        String ofTask = type == null ? null : provider.taskModels().get(type);
        if (ofTask != null) {
            return ofTask;
        }
        if (provider.defaultModel() != null) {
            return provider.defaultModel();
        }
        return provider.models().stream()
                .filter(id -> !embeddings.isOne(provider, id))
                .findFirst()
                .or(() -> firstForChat(provider))
                .orElse(null);
    }

    private Optional<String> firstForChat(Provider provider) {
        return discovered(provider.name()).orElse(Set.of()).stream()
                .filter(id -> !embeddings.isOne(provider, id))
                .sorted()
                .findFirst();
    }

    private int priority(boolean local, int priority) {
        boolean isLater = catalog.mode() == Mode.LOCAL_FIRST && !local;
        return isLater ? priority + 1_000 : priority;
    }
}
