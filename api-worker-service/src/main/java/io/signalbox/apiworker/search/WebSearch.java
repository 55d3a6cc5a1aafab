package io.signalbox.apiworker.search;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.prompt.Question;
import io.signalbox.apiworker.search.Findings.Lack;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.SearchReport;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Routing;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Searches the web before a call where the job wants it, and puts what it finds in front of the
 * question. Whatever becomes of the search, the call can go on. Thread-safe.
 */
@ApplicationScoped
public class WebSearch {

    private static final Logger LOG = Logger.getLogger(WebSearch.class);
    private static final String NO_ENGINE = "none";

    private final ApiWorkerConfig.Search config;
    private final Optional<SearchEngine> engine;
    private final SearchClient client;
    private final SearchTriggers triggers;
    private final MeterRegistry meters;
    private final InstantSource clock;

    @Inject
    WebSearch(ApiWorkerConfig config, MeterRegistry meters) {
        this(config.search(), meters, InstantSource.system());
    }

    /**
     * @throws IllegalArgumentException for settings that cannot be meant
     */
    WebSearch(ApiWorkerConfig.Search config, MeterRegistry meters, InstantSource clock) {
        within("max-results", config.maxResults(), 1, 10);
        within("max-chars", config.maxChars(), 2_000, 100_000);
        within("max-bytes", config.maxBytes(), 1, 64 * 1024 * 1024);
        this.config = config;
        this.engine = SearchEngines.chosen(config);
        this.client = new SearchClient(config.maxResults(), config.maxBytes());
        this.triggers = new SearchTriggers(clock);
        this.meters = meters;
        this.clock = clock;
    }

    /** Makes the bean at start, where settings that cannot be meant are found out. */
    void start(@Observes StartupEvent event) {
        LOG.infof(
                "jobs that want a search ask %s",
                engine.isPresent() ? engine.get().name() : "nobody");
    }

    private static void within(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "signalbox.api-worker.search.%s is %d, it is %d to %d"
                            .formatted(key, value, least, most));
        }
    }

    /**
     * The conversation to send. Blocks for the search, if there is one: at most for its time-out,
     * the provider's first-token limit and half of what is left of the job.
     *
     * @param input what the job asks, in the form of a conversation
     * @param offlineHere whether the catalog lets nothing leave this machine
     * @param cancel stops the search; whoever calls next may use it again
     * @throws InterruptedException where the worker stops
     */
    public Searched before(
            ChatInput input,
            JobAdmitted admitted,
            boolean offlineHere,
            Provider provider,
            CallCancel cancel)
            throws InterruptedException {
        Routing routing = admitted.job().routing();
        Question question = Question.of(input);
        if (!triggers.wants(routing.search(), question.text())) {
            return new Searched(input, List.of(), null);
        }
        long begin = System.nanoTime();
        boolean offline = offlineHere || Boolean.TRUE.equals(routing.offline());
        String query = SearchQuery.of(question.text());
        Optional<SearchEngine> asked = offline || query.isEmpty() ? Optional.empty() : engine;
        Findings findings =
                asked.isPresent()
                        ? find(asked.get(), query, limit(admitted, provider), cancel)
                        : new Findings.Nothing(Lack.SKIPPED, whyNobodyIsAsked(offline, query));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        @Nullable String name = asked.isPresent() ? asked.get().name() : null;
        meters.timer(
                        "signalbox.api_worker.search",
                        "engine",
                        name == null ? NO_ENGINE : name,
                        "outcome",
                        findings.tag())
                .record(took);
        return switch (findings) {
            case Findings.Found found -> {
                SourceBlock block =
                        SourceBlock.of(
                                found.sources(),
                                clock.instant().atOffset(ZoneOffset.UTC).toLocalDate(),
                                config.maxResults(),
                                config.maxChars());
                yield new Searched(
                        question.after(block.text()),
                        block.citations(),
                        new SearchReport(name, block.citations().size(), null, took.toMillis()));
            }
            case Findings.Nothing nothing ->
                    new Searched(
                            input,
                            List.of(),
                            new SearchReport(name, 0, nothing.words(), took.toMillis()));
        };
    }

    private Findings find(SearchEngine asked, String query, Duration limit, CallCancel cancel)
            throws InterruptedException {
        try {
            return client.find(asked, query, limit, cancel);
        } catch (RuntimeException e) {
            // Never the message: it may name the address, which may hold a key.
            LOG.warnf("a search of %s broke: %s", asked.name(), e.getClass().getSimpleName());
            return new Findings.Nothing(Lack.UNREACHABLE, asked.name() + " could not be asked");
        }
    }

    private Duration limit(JobAdmitted admitted, Provider provider) {
        Duration half = Duration.between(clock.instant(), admitted.deadline()).dividedBy(2);
        Duration limit = config.timeout();
        limit = limit.compareTo(half) < 0 ? limit : half;
        Duration firstToken = provider.timeouts().firstToken();
        return limit.compareTo(firstToken) < 0 ? limit : firstToken;
    }

    private static String whyNobodyIsAsked(boolean offline, String query) {
        if (offline) {
            return "the job is offline: nothing is searched";
        }
        return query.isEmpty()
                ? "the last user message has no text to search for"
                : "this worker's search.engine is none";
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
