package io.signalbox.gateway;

import io.signalbox.messaging.config.Range;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Every setting of the gateway; keys begin with {@code signalbox.gateway}. */
@ConfigMapping(prefix = "signalbox.gateway")
public interface GatewayConfig {

    /** This instance's reply partition; by default chosen at random at start. */
    @Range(least = "0", most = "11")
    OptionalInt replyPartition();

    /** Most jobs that callers of this instance may wait for at once; past it 429. */
    @WithDefault("4096")
    @Range(least = "1", most = "1000000")
    int maxInFlight();

    /** Largest body of a request, in bytes; past it 413. */
    @WithDefault("4194304")
    @Range(least = "1024", most = "8388608")
    int maxBodyBytes();

    /** Longest that the broker may take to acknowledge a job; past it 503. */
    @WithDefault("5s")
    @Range(least = "100ms", most = "10m")
    Duration ackTimeout();

    /** Longest deadline that a caller may ask for. */
    @WithDefault("24h")
    @Range(least = "1s", most = "365d")
    Duration maxTimeout();

    /** Longest that workers may take to test a provider; past it 504. */
    @WithDefault("20s")
    @Range(least = "100ms", most = "10m")
    Duration providerTestTimeout();

    /** How long a stream waits for its first content before it commits to status 200. */
    @WithDefault("50ms")
    @Range(least = "0ms", most = "1m")
    Duration streamGrace();

    /**
     * Whether a caller that closes its connection before the answer cancels its job. A job with an
     * id or an Idempotency-Key goes on in any case.
     */
    @WithDefault("true")
    boolean cancelOnHangUp();

    /** How often a silent stream sends a comment. */
    @WithDefault("10s")
    @Range(least = "100ms", most = "1h")
    Duration keepAlive();

    /** Most chunks held for a slow reader; past it the rest comes with the end of the answer. */
    @WithDefault("1024")
    @Range(least = "1", most = "1000000")
    int maxBufferedChunks();

    /**
     * Whether it starts on an address that others than this machine reach, although no callers'
     * keys are checked: whoever gets to the port may use every provider.
     */
    @WithDefault("false")
    boolean open();

    /** Names, besides this machine's own, that callers may use in Host and Origin; no ports. */
    Optional<Set<String>> hosts();

    /** How large the parts of one job may be. */
    Bounds bounds();

    /** Keys begin with {@code signalbox.gateway.bounds}; past each 400. */
    interface Bounds {

        /** Most messages of one conversation. */
        @WithDefault("2000")
        @Range(least = "1", most = "1000000")
        int maxMessages();

        /** Most tool definitions. */
        @WithDefault("256")
        @Range(least = "0", most = "100000")
        int maxTools();

        /** Most texts of one embedding. */
        @WithDefault("2048")
        @Range(least = "1", most = "100000")
        int maxEmbeddingTexts();

        /** Most entries of {@code metadata}. */
        @WithDefault("64")
        @Range(least = "0", most = "100000")
        int maxMetadataEntries();

        /** Most characters of all metadata together, names and values. */
        @WithDefault("16384")
        @Range(least = "0", most = "1048576")
        int maxMetadataChars();

        /** Most characters of a name: model, chain, strategy, profile, the words of a task. */
        @WithDefault("256")
        @Range(least = "16", most = "65536")
        int maxNameChars();

        /** Most entries of {@code routing.requires} and {@code routing.exclude_models} each. */
        @WithDefault("64")
        @Range(least = "0", most = "100000")
        int maxListEntries();

        /** Most jobs of one batch; its body has the bound of every body. */
        @WithDefault("1000")
        @Range(least = "1", most = "10000")
        int maxBatchJobs();
    }

    /**
     * How long callers who wait may get their answers after this instance was asked to end; then
     * they are told where to find them. Less than {@code quarkus.shutdown.timeout}.
     */
    @WithDefault("5s")
    @Range(least = "0s", most = "1h")
    Duration drain();

    /** Who answers {@code /v1/route}; default is this same process. */
    Optional<String> routerUrl();

    /** Who answers {@code /v1/usage}; default is this same process. */
    Optional<String> metricsUrl();

    /** Jobs that bring an id or an Idempotency-Key. */
    Submissions submissions();

    /** Keys begin with {@code signalbox.gateway.submissions}. */
    interface Submissions {

        /** Longest that Postgres may take to note a submission; past it 503. */
        @WithDefault("5s")
        @Range(least = "100ms", most = "10m")
        Duration timeout();

        /**
         * How long a submission may be noted and not accepted before the sweeper gives it to the
         * broker; longer than {@code ack-timeout}.
         */
        @WithDefault("10s")
        @Range(least = "1s", most = "1h")
        Duration pendingAfter();
    }

    /** Jobs that come by Kafka. */
    Intake intake();

    /** Keys begin with {@code signalbox.gateway.intake}. */
    interface Intake {

        /** Most records of the intake topics in admission at once, 1 or more. */
        @WithDefault("64")
        @Range(least = "1", most = "10000")
        int concurrency();

        /** How often a result is sent to a reply topic that refuses it before it is given up. */
        @WithDefault("8")
        @Range(least = "1", most = "1000")
        int replyTries();

        /** Pause after the first refused reply; doubles each time, up to a minute. */
        @WithDefault("1s")
        @Range(least = "1ms", most = "1m")
        Duration replyPause();
    }

    /** Where the job store is kept. */
    Database database();

    /** Keys begin with {@code signalbox.gateway.database}. */
    interface Database {

        /** {@code postgresql://host:port/database}, without credentials. */
        @WithDefault("postgresql://127.0.0.1:5432/signalbox")
        String url();

        /** Must own the schema {@code gateway}, or be allowed to make it. */
        @WithDefault("signalbox")
        String user();

        @WithDefault("signalbox")
        String password();
    }

    /** The job store. */
    StoreConfig store();

    /** Keys begin with {@code signalbox.gateway.store}. */
    interface StoreConfig {

        /** How long a GET waits for a young job that the store has not seen yet. */
        @WithDefault("5s")
        @Range(least = "0s", most = "1m")
        Duration youngJobWait();

        /** How long after its deadline a job without an end is expired. */
        @WithDefault("5s")
        @Range(least = "0s", most = "1h")
        Duration expiryGrace();

        /** How long ended jobs are kept. */
        @WithDefault("30d")
        @Range(least = "1h", most = "3650d")
        Duration retention();
    }

    /** Followers of jobs ({@code GET /v1/jobs/{id}/events}). */
    FollowConfig follow();

    /** Keys begin with {@code signalbox.gateway.follow}. */
    interface FollowConfig {

        /** Most followers of this instance at once; past it 429. */
        @WithDefault("256")
        @Range(least = "1", most = "1000000")
        int maxFollowers();

        /** Most records held for a slow follower; past it it reads back what it missed. */
        @WithDefault("1024")
        @Range(least = "1", most = "1000000")
        int maxBufferedEvents();

        /** Most followers that read back at once; the others wait, up to 5 s. */
        @WithDefault("8")
        @Range(least = "1", most = "1000")
        int maxReads();

        /** Most records of a partition that are looked at when reading back: the latest. */
        @WithDefault("1000000")
        @Range(least = "1", most = "1000000000")
        long maxHistoryRecords();

        /** How long a record waits for those that were written before it and come after it. */
        @WithDefault("40ms")
        @Range(least = "0ms", most = "10s")
        Duration reorderWindow();

        /** How long an end waits for facts that are written just after it. */
        @WithDefault("500ms")
        @Range(least = "0ms", most = "1m")
        Duration endGrace();
    }
}
