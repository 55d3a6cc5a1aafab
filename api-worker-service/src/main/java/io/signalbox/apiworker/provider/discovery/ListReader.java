package io.signalbox.apiworker.provider.discovery;

import io.signalbox.apiworker.call.ModelList;
import io.signalbox.apiworker.provider.discovery.Question.Reply;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.event.ListedModel;
import io.signalbox.contracts.event.ProviderReport;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a provider's whole list of models, page by page. Blocks; thread-safe. */
@Singleton
class ListReader {

    /** Most pages asked for. */
    private static final int MAX_PAGES = 20;

    /** Longest model id that is told; a longer one is passed over. */
    private static final int MAX_ID_CHARS = 256;

    private static final Set<Integer> KEY_REFUSED = Set.of(401, 403);

    private final Question question;

    ListReader(Question question) {
        this.question = question;
    }

    /** What came of it. */
    sealed interface Outcome {

        /** In the server's order, each id once. */
        record Listed(List<ListedModel> models) implements Outcome {}

        /** It answered with something else. */
        record Refused(int status) implements Outcome {}

        /**
         * @param late whether it was only not there in time
         */
        record Silent(String why, boolean late) implements Outcome {}
    }

    /**
     * With the first of the provider's keys that it takes.
     *
     * @param limit for each page
     */
    Outcome read(Provider provider, ModelList dialect, Duration limit) {
        Outcome outcome = null;
        for (Secret key : provider.apiKeys()) {
            outcome = read(provider, dialect, key, limit);
            boolean refused =
                    outcome instanceof Outcome.Refused it && KEY_REFUSED.contains(it.status());
            if (!refused) {
                return outcome;
            }
        }
        return outcome == null ? read(provider, dialect, null, limit) : outcome;
    }

    private Outcome read(
            Provider provider, ModelList dialect, @Nullable Secret key, Duration limit) {
        Map<String, ListedModel> models = new LinkedHashMap<>();
        Optional<URI> page = Optional.of(dialect.address(provider.baseUrl()));
        for (int pages = 0; page.isPresent() && pages < MAX_PAGES; pages++) {
            switch (question.ask(provider, dialect, key, page.get(), null, limit)) {
                case Reply.Answer answer -> {
                    dialect.models(answer.body()).forEach(model -> take(model, models));
                    page = dialect.next(provider.baseUrl(), answer.body());
                }
                case Reply.Refused refused -> {
                    return new Outcome.Refused(refused.status());
                }
                case Reply.Silent silent -> {
                    return new Outcome.Silent(silent.why(), silent.late());
                }
            }
            if (models.size() >= ProviderReport.MAX_MODELS) {
                break;
            }
        }
        return new Outcome.Listed(List.copyOf(models.values()));
    }

    private static void take(ListedModel model, Map<String, ListedModel> models) {
        boolean named = !model.id().isBlank() && model.id().length() <= MAX_ID_CHARS;
        if (named && models.size() < ProviderReport.MAX_MODELS) {
            models.putIfAbsent(model.id(), model);
        }
    }
}
