package io.signalbox.router.plan;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Mode;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.job.Job;
import io.signalbox.messaging.fleet.Fleet;
import io.signalbox.router.strategy.AbleCandidate;
import io.signalbox.router.strategy.ExpectedUse;
import io.signalbox.router.strategy.RoutingStrategy;
import io.signalbox.router.strategy.Strategies;
import io.signalbox.tokens.PromptTokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides who could do a job, in which order, and who not and why. Pure; thread-safe. */
public final class Planner {

    private final Strategies strategies;
    private final int maxCandidates;
    private final ExpectedUse expectedUse;

    public Planner(Strategies strategies, int maxCandidates, ExpectedUse expectedUse) {
        this.strategies = strategies;
        this.maxCandidates = maxCandidates;
        this.expectedUse = expectedUse;
    }

    /** The plan as of now; without candidates where nobody can do it. */
    public Plan plan(JobAdmitted admitted, Catalog catalog, Fleet fleet, Instant now) {
        return new Planning(admitted, catalog, fleet, now).plan();
    }

    /** One planning. */
    private final class Planning {

        private final JobAdmitted admitted;
        private final Job job;
        private final Catalog catalog;
        private final Fleet fleet;
        private final Instant now;
        private final Ability ability;
        private final EmbeddingModels embeddings;
        private final Map<String, AbleCandidate> able = new LinkedHashMap<>();
        private final List<Plan.Exclusion> exclusions = new ArrayList<>();

        Planning(JobAdmitted admitted, Catalog catalog, Fleet fleet, Instant now) {
            this.admitted = admitted;
            this.job = admitted.job();
            this.catalog = catalog;
            this.fleet = fleet;
            this.now = now;
            this.ability = new Ability(catalog, fleet, now, PromptTokens.of(job), expectedUse);
            this.embeddings = new EmbeddingModels(catalog, this::discovered, now);
        }

        Plan plan() {
            String asked = job.routing().strategy();
            String strategyName = asked == null ? catalog.routing().strategy().wireName() : asked;
            Optional<RoutingStrategy> strategy = strategies.named(strategyName);
            if (strategy.isEmpty()) {
                return new Plan(
                        strategyName,
                        List.of(),
                        List.of(
                                new Plan.Exclusion(
                                        "strategy " + strategyName,
                                        "no_strategy",
                                        "this version has " + strategies.names())));
            }
            ModelNameResolver names = new ModelNameResolver(catalog, this::discovered);
            List<Considered> considered = names.resolve(job);
            considered.forEach(this::look);
            if (considered.isEmpty()) {
                exclusions.add(
                        new Plan.Exclusion(
                                job.routing().model(),
                                "unknown_model",
                                "no provider, alias or chain of the catalog has that name"));
            }
            List<Plan.Planned> ordered =
                    withFallbacks(strategy.get().order(List.copyOf(able.values()), admitted));
            List<Plan.Planned> whole = considered.isEmpty() ? ordered : withLast(ordered, names);
            return new Plan(
                    strategyName,
                    whole.subList(0, Math.min(whole.size(), maxCandidates)),
                    exclusions);
        }

        /** Not instead of those who are only out for a while: they are waited for. */
        private List<Plan.Planned> withLast(List<Plan.Planned> ordered, ModelNameResolver names) {
            boolean othersComeBack = exclusions.stream().anyMatch(it -> it.until() != null);
            if (ordered.isEmpty() && othersComeBack) {
                return ordered;
            }
            Map<String, Plan.Planned> whole = new LinkedHashMap<>();
            ordered.forEach(planned -> whole.put(planned.candidate().name(), planned));
            for (Considered last : names.lastResorts()) {
                AbleCandidate found =
                        last instanceof Considered.OfAgent agent ? lookAtAgent(agent) : null;
                if (found != null) {
                    whole.putIfAbsent(
                            found.candidate().name(),
                            new Plan.Planned(found.candidate(), found.reason()));
                }
            }
            return List.copyOf(whole.values());
        }

        /** What it has, once it gave its list; a list of none counts as one. */
        private Optional<Set<String>> discovered(String provider) {
            return fleet.state(provider, now) instanceof Fleet.State.Usable usable
                            && (usable.listed() || !usable.models().isEmpty())
                    ? Optional.of(usable.models())
                    : Optional.empty();
        }

        private void look(Considered considered) {
            switch (considered) {
                case Considered.OfProvider of -> {
                    AbleCandidate found = lookAtProvider(of);
                    if (found != null) {
                        able.putIfAbsent(found.candidate().name(), found);
                    }
                }
                case Considered.OfAgent of -> {
                    AbleCandidate found = lookAtAgent(of);
                    if (found != null) {
                        able.putIfAbsent(found.candidate().name(), found);
                    }
                }
            }
        }

        private @Nullable AbleCandidate lookAtAgent(Considered.OfAgent of) {
            Agent agent = catalog.agents().get(of.agent());
            if (agent == null) {
                exclusions.add(
                        new Plan.Exclusion(
                                "agent/" + of.agent(), "unknown_agent", "not in the catalog"));
                return null;
            }
            String named = of.model();
            String model = named == null ? agent.options().get("model") : named;
            Optional<Plan.Exclusion> against =
                    new AgentAbility(catalog, fleet, now).against(agent, model, job);
            if (against.isPresent()) {
                exclusions.add(against.get());
                return null;
            }
            return new AbleCandidate(
                    Candidate.agent(agent.name(), model),
                    of.position(),
                    priority(agent.local(), agent.priority()),
                    null,
                    of.reason());
        }

        private @Nullable AbleCandidate lookAtProvider(Considered.OfProvider of) {
            Provider provider = catalog.providers().get(of.provider());
            if (provider == null) {
                exclusions.add(
                        new Plan.Exclusion(
                                of.provider(), "unknown_provider", "not in the catalog"));
                return null;
            }
            String named = of.model();
            String modelId = named == null ? modelFor(provider) : provider.dialect().modelId(named);
            if (modelId == null) {
                exclusions.add(noModel(provider));
                return null;
            }
            Model model = catalog.model(provider.name(), modelId).orElse(null);
            Optional<Plan.Exclusion> against = ability.against(provider, modelId, model, job);
            if (against.isPresent()) {
                exclusions.add(against.get());
                return null;
            }
            return new AbleCandidate(
                    Candidate.api(provider.name(), modelId),
                    of.position(),
                    priority(provider.local(), provider.priority()),
                    model,
                    of.reason());
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
            boolean later = catalog.mode() == Mode.LOCAL_FIRST && !local;
            return later ? priority + 1_000 : priority;
        }

        /** Vectors of another model are of no use to who has some of this one. */
        private @Nullable AbleCandidate fallback(Plan.Planned planned, String to, String why) {
            String model = planned.candidate().model();
            if (job.embedding() == null) {
                return lookAtProvider(new Considered.OfProvider(0, to, null, why));
            }
            return model != null && embeddings.has(to, model)
                    ? lookAtProvider(new Considered.OfProvider(0, to, model, why))
                    : null;
        }

        /** Each candidate followed by the one its provider names as fallback. */
        private List<Plan.Planned> withFallbacks(List<Plan.Planned> ordered) {
            Map<String, Plan.Planned> result = new LinkedHashMap<>();
            for (Plan.Planned planned : ordered) {
                result.putIfAbsent(planned.candidate().name(), planned);
                Provider provider =
                        planned.candidate().provider() == null
                                ? null
                                : catalog.providers().get(planned.candidate().provider());
                String fallback = provider == null ? null : provider.fallback();
                if (provider != null && fallback != null) {
                    String why = "fallback of " + provider.name();
                    AbleCandidate next = fallback(planned, fallback, why);
                    if (next != null) {
                        result.putIfAbsent(
                                next.candidate().name(), new Plan.Planned(next.candidate(), why));
                    }
                }
            }
            return List.copyOf(result.values());
        }
    }
}
