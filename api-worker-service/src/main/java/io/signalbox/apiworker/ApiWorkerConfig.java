package io.signalbox.apiworker;

import io.signalbox.messaging.config.Range;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Every setting of the API worker; keys begin with {@code signalbox.api-worker}. */
@ConfigMapping(prefix = "signalbox.api-worker")
public interface ApiWorkerConfig {

    /** Orders of one queue in hand at once, over all providers, waiting ones included. */
    @WithDefault("256")
    @Range(least = "1", most = "10000")
    int concurrency();

    /**
     * How often an order may fail, by a fault of its own or ours, before it becomes a dead letter.
     * A broker that is away does not count, nor does a provider's failure.
     */
    @WithDefault("10")
    @Range(least = "1", most = "1000")
    int failuresUntilDeadLetter();

    /** How long an order waits for a permit of its provider before it is given back. */
    @WithDefault("5s")
    @Range(least = "0s", most = "1h")
    Duration permitWait();

    /**
     * Most orders of one queue (interactive or batch) that wait for one provider; past it an order
     * is given back at once. Over all providers never more than half of {@link #concurrency}.
     */
    @WithDefault("64")
    @Range(least = "0", most = "10000")
    int waitingRoom();

    /**
     * Longest time after which an order that was given back is asked for again. It gets shorter the
     * fewer orders are away, and never longer than its turn is expected to take.
     */
    @WithDefault("60s")
    @Range(least = "1s", most = "1d")
    Duration longestDeferral();

    /** Share of a provider's permits that batch orders may hold, over 0 to 1; always one. */
    @WithDefault("0.75")
    @Range(least = "0.01", most = "1")
    double batchShare();

    /** How often a worker is looked for whose calls an order waits for. */
    @WithDefault("1s")
    @Range(least = "10ms", most = "1m")
    Duration ownerCheck();

    /** Finished attempts remembered against redelivery. */
    @WithDefault("100000")
    @Range(least = "1000", most = "100000000")
    int rememberedAttempts();

    /** How often each provider's state is reported on the fleet topic. */
    @WithDefault("10s")
    @Range(least = "100ms", most = "10s")
    Duration heartbeat();

    /** How long a local server may take to answer when it is looked for. */
    @WithDefault("500ms")
    @Range(least = "1ms", most = "1m")
    Duration probeTimeout();

    /** How often providers that are not local are asked for their lists of models, over 0. */
    @WithDefault("6h")
    @Range(least = "1m", most = "365d")
    Duration discoveryInterval();

    /** How long a page of a list, or a description of a local server's model, may take. */
    @WithDefault("10s")
    @Range(least = "10ms", most = "10m")
    Duration discoveryTimeout();

    /**
     * How long a model is not asked after a rate limit whose provider names no time; doubles up to
     * a minute while it stays limited.
     */
    @WithDefault("1s")
    @Range(least = "1ms", most = "1m")
    Duration firstCoolDown();

    /** Longest time that a model is not asked because of a limit; then it is tried again. */
    @WithDefault("1h")
    @Range(least = "1s", most = "1d")
    Duration longestCoolDown();

    /** After how long a key that was refused is tried again by one call. */
    @WithDefault("10m")
    @Range(least = "1s", most = "30d")
    Duration refusedKeyPause();

    /** Largest answer, in characters; a larger one fails its attempt. */
    @WithDefault("2097152")
    @Range(least = "1", most = "2097152")
    int maxAnswerChars();

    /**
     * How often at most a chunk is written of an answer that nobody streams; an answer that takes
     * less time has none.
     */
    @WithDefault("250ms")
    @Range(least = "1ms", most = "1m")
    Duration chunkInterval();

    /**
     * Where workspaces of jobs in work and copies of their repositories are. Workers of one machine
     * may share it.
     */
    @WithDefault("${user.home}/.signalbox/api-worker")
    Path dataDirectory();

    /** How long calls in work may take to end at shutdown. */
    @WithDefault("30s")
    @Range(least = "0s", most = "1h")
    Duration drain();

    /** Searching the web before a call, for jobs that ask for it. */
    Search search();

    /** Where and how much is searched; nothing that is found is kept. */
    interface Search {

        /**
         * Who is asked. With {@code auto} SearXNG where its address is set, else Google where key
         * and cx are set, else DuckDuckGo; {@code none} searches nowhere.
         */
        @WithDefault("auto")
        EngineChoice engine();

        /** The address of a SearXNG whose settings allow the format json. */
        Optional<URI> searxngUrl();

        /** The key of Google's Custom Search JSON API. */
        Optional<String> googleKey();

        /** A file that holds that key instead; read for each search. */
        Optional<Path> googleKeyFile();

        /** Which of Google's search engines is asked: its id. */
        Optional<String> googleCx();

        /** Where Google's Custom Search JSON API is. */
        @WithDefault("https://www.googleapis.com/customsearch/v1")
        URI googleUrl();

        /** Where DuckDuckGo's page without scripts is. */
        @WithDefault("https://html.duckduckgo.com/html/")
        URI duckduckgoUrl();

        /**
         * How long a search may take as a whole; never longer than the provider's first-token limit
         * and half of what is left until the job's deadline.
         */
        @WithDefault("3s")
        @Range(least = "10ms", most = "1m")
        Duration timeout();

        /** Most sources that go in front of a prompt, 1 to 10. */
        @WithDefault("5")
        @Range(least = "1", most = "10")
        int maxResults();

        /** Most characters that go in front of a prompt, frame included, 2000 to 100000. */
        @WithDefault("6000")
        @Range(least = "2000", most = "100000")
        int maxChars();

        /** Largest answer of an engine, in bytes; a larger one counts as none. */
        @WithDefault("524288")
        @Range(least = "1024", most = "16777216")
        int maxBytes();
    }

    /** A search engine, or how one is chosen. */
    enum EngineChoice {
        AUTO,
        SEARXNG,
        GOOGLE,
        DUCKDUCKGO,
        NONE
    }
}
