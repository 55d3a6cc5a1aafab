package io.signalbox.apiworker.provider.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.call.LocalQuestion;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.apiworker.provider.discovery.Question.Reply;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.event.ListedModel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Looks for local servers, every heartbeat: is one there, is it ready, what does it have. What
 * takes longer than a list (each model's own description) is asked aside, when the list has
 * changed, and told with the next look. A server that is late counts as there while it was there
 * lately; one that is not known is given more time, aside. Thread-safe.
 */
@Singleton
public class LocalServers {

    private static final int UNAVAILABLE = 503;

    /** Most text of a version that is told. */
    private static final int MAX_VERSION_CHARS = 64;

    /** How a local server is at the moment. */
    public sealed interface Look {

        record There() implements Look {}

        /**
         * @param reason in words
         */
        record Starting(String reason) implements Look {}

        /**
         * @param reason in words
         */
        record NotThere(String reason) implements Look {}
    }

    /**
     * @param list what the server listed when it was described
     * @param described the same models with all that it told of them
     */
    private record Description(
            Provider provider,
            List<ListedModel> list,
            List<ListedModel> described,
            @Nullable String version) {

        boolean fits(Provider current, List<ListedModel> fresh) {
            return provider.equals(current) && list.equals(fresh);
        }

        /** What was told of those that are still there. */
        List<ListedModel> of(List<ListedModel> fresh) {
            Map<String, ListedModel> known = new HashMap<>();
            described.forEach(model -> known.put(model.id(), model));
            return fresh.stream()
                    .map(model -> model.tellsMore() ? model : known.getOrDefault(model.id(), model))
                    .toList();
        }
    }

    private final ListReader reader;
    private final Question question;
    private final FoundModels found;
    private final Duration lookLimit;
    private final Duration detailLimit;
    private final InstantSource clock = InstantSource.system();
    private final KnownServers known = new KnownServers();
    private final Map<String, Description> descriptions = new ConcurrentHashMap<>();
    private final Set<String> askedAside = ConcurrentHashMap.newKeySet();
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();

    @Inject
    LocalServers(ListReader reader, Question question, FoundModels found, ApiWorkerConfig config) {
        this(reader, question, found, config.probeTimeout(), config.discoveryTimeout());
    }

    LocalServers(
            ListReader reader,
            Question question,
            FoundModels found,
            Duration lookLimit,
            Duration detailLimit) {
        this.reader = reader;
        this.question = question;
        this.found = found;
        this.lookLimit = lookLimit;
        this.detailLimit = detailLimit;
    }

    /** Called, on a thread of its own, when a server has told more than its last look showed. */
    public void onNews(Runnable follower) {
        followers.add(follower);
    }

    /** Blocks for as long as a look may take. */
    public Look look(Provider provider, ModelList dialect) {
        switch (reader.read(provider, dialect, lookLimit)) {
            case ListReader.Outcome.Listed listed -> {
                if (isStarting(provider, dialect)) {
                    known.gone(provider);
                    return new Look.Starting(
                            "the server at %s is still starting: it loads its models"
                                    .formatted(provider.baseUrl()));
                }
                known.listed(provider);
                take(provider, dialect, listed.models());
                return new Look.There();
            }
            case ListReader.Outcome.Refused refused -> {
                known.gone(provider);
                failed(provider, "it answered with status " + refused.status());
                return refused.status() == UNAVAILABLE
                        ? new Look.Starting(
                                "the server at %s answers 503: it is still starting"
                                        .formatted(provider.baseUrl()))
                        : new Look.NotThere(
                                "the server at %s answers %d where it should list its models"
                                        .formatted(provider.baseUrl(), refused.status()));
            }
            case ListReader.Outcome.Silent silent when silent.late() -> {
                aside(provider, () -> lookLonger(provider, dialect));
                if (known.late(provider)) {
                    return new Look.There();
                }
                failed(provider, silent.why());
                return silent(provider);
            }
            case ListReader.Outcome.Silent silent -> {
                known.gone(provider);
                failed(provider, silent.why());
                return silent(provider);
            }
        }
    }

    private static Look silent(Provider provider) {
        return new Look.NotThere("no server answers at " + provider.baseUrl());
    }

    /** Whether a server that was late answers at all; what it tells counts from the next look. */
    private void lookLonger(Provider provider, ModelList dialect) {
        if (reader.read(provider, dialect, detailLimit)
                        instanceof ListReader.Outcome.Listed(List<ListedModel> models)
                && !isStarting(provider, dialect)) {
            if (!isDescribed(provider, models)) {
                describe(provider, dialect, models);
            }
            take(provider, dialect, models);
            if (known.listed(provider)) {
                followers.forEach(Runnable::run);
            }
        }
    }

    /** Describes the models anew at the next look. */
    void forget(String provider) {
        descriptions.remove(provider);
    }

    private boolean isStarting(Provider provider, ModelList dialect) {
        return dialect.readiness(provider)
                .map(address -> ask(provider, dialect, address, null, lookLimit))
                .filter(reply ->
                        reply instanceof Reply.Refused refused && refused.status() == UNAVAILABLE)
                .isPresent();
    }

    private void take(Provider provider, ModelList dialect, List<ListedModel> list) {
        if (!isDescribed(provider, list)) {
            aside(provider, () -> describe(provider, dialect, list));
        }
        Description description = descriptions.get(provider.name());
        List<ListedModel> models = description == null ? list : description.of(list);
        Optional<LocalQuestion> state = dialect.state(provider);
        if (state.isPresent()) {
            LocalQuestion asked = state.get();
            models =
                    added(
                            ask(provider, dialect, asked.address(), asked.body(), lookLimit),
                            asked,
                            models);
        }
        String version = description == null ? null : description.version();
        found.put(new Found(provider, models, clock.instant(), null, version));
    }

    private boolean isDescribed(Provider provider, List<ListedModel> list) {
        Description description = descriptions.get(provider.name());
        return description != null && description.fits(provider, list);
    }

    private void failed(Provider provider, String why) {
        found.put(new Found(provider, List.of(), null, why, null));
    }

    /** On a thread of its own; nothing where that server is being asked aside already. */
    private void aside(Provider provider, Runnable questions) {
        if (askedAside.add(provider.name())) {
            Thread.ofVirtual()
                    .name("api-worker-describe")
                    .start(() -> {
                        try {
                            questions.run();
                        } finally {
                            askedAside.remove(provider.name());
                        }
                    });
        }
    }

    private void describe(Provider provider, ModelList dialect, List<ListedModel> list) {
        List<ListedModel> models = list;
        for (LocalQuestion detail : dialect.details(provider, list)) {
            Reply reply = ask(provider, dialect, detail.address(), detail.body(), detailLimit);
            if (reply instanceof Reply.Silent) {
                break;
            }
            models = added(reply, detail, models);
        }
        String version =
                dialect.version(provider)
                        .map(address -> ask(provider, dialect, address, null, detailLimit))
                        .map(LocalServers::version)
                        .orElse(null);
        Description before =
                descriptions.put(provider.name(), new Description(provider, list, models, version));
        boolean news = !models.equals(list) || version != null;
        if (news && (before == null || !before.described().equals(models))) {
            followers.forEach(Runnable::run);
        }
    }

    private static @Nullable String version(Reply reply) {
        String text =
                reply instanceof Reply.Answer answer
                        ? answer.body().path("version").asText("")
                        : "";
        return text.isBlank() || text.length() > MAX_VERSION_CHARS ? null : text;
    }

    private static List<ListedModel> added(
            Reply reply, LocalQuestion asked, List<ListedModel> known) {
        return reply instanceof Reply.Answer answer
                ? asked.adds().apply(known, answer.body())
                : known;
    }

    private Reply ask(
            Provider provider,
            ModelList dialect,
            URI address,
            @Nullable JsonNode body,
            Duration limit) {
        Secret key = provider.apiKeys().stream().findFirst().orElse(null);
        return question.ask(provider, dialect, key, address, body, limit);
    }
}
