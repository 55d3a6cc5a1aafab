package io.signalbox.apiworker.provider.discovery;

import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.call.LoadedModel;
import io.signalbox.apiworker.call.LoadedQuestion;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.apiworker.provider.discovery.Question.Reply;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.event.ListedModel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks local servers what they have in memory at this moment. Blocks; thread-safe. */
@Singleton
public class LoadedModels {

    private final Question question;
    private final FoundModels found;
    private final Duration limit;

    @Inject
    LoadedModels(Question question, FoundModels found, ApiWorkerConfig config) {
        this(question, found, config.probeTimeout());
    }

    LoadedModels(Question question, FoundModels found, Duration limit) {
        this.question = question;
        this.found = found;
        this.limit = limit;
    }

    /**
     * Those of the server's list that can be chatted with, as far as is known; empty where the
     * server does not say, or not in time.
     */
    public List<LoadedModel> of(Provider provider, ModelList dialect) {
        Map<String, ListedModel> listed =
                found.of(provider.name()).stream()
                        .flatMap(it -> it.models().stream())
                        .collect(Collectors.toMap(ListedModel::id, it -> it, (one, again) -> one));
        return inMemory(provider, dialect).stream()
                .filter(model -> canChat(listed.get(model.id())))
                .toList();
    }

    private static boolean canChat(@Nullable ListedModel model) {
        return model != null && !model.lacking().contains("chat");
    }

    private List<LoadedModel> inMemory(Provider provider, ModelList dialect) {
        Secret key = provider.apiKeys().stream().findFirst().orElse(null);
        for (LoadedQuestion asked : dialect.loaded(provider)) {
            Reply reply = question.ask(provider, dialect, key, asked.address(), null, limit);
            if (reply instanceof Reply.Answer answer) {
                return asked.reads().apply(answer.body());
            }
        }
        return List.of();
    }
}
