package io.signalbox.router;

import io.signalbox.messaging.config.Range;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** Every setting of the router; keys begin with {@code signalbox.router}. */
@ConfigMapping(prefix = "signalbox.router")
public interface RouterConfig {

    /** Records of one topic in work at once. */
    @WithDefault("256")
    @Range(least = "1", most = "10000")
    int concurrency();

    /**
     * How often a record may fail, by a fault of its own or ours, before it becomes a dead letter.
     * A broker that is away does not count.
     */
    @WithDefault("10")
    @Range(least = "1", most = "1000")
    int failuresUntilDeadLetter();

    /** Most candidates of one plan. */
    @WithDefault("32")
    @Range(least = "1", most = "1000")
    int maxCandidates();

    /** Decisions, and cancelled jobs, remembered against redelivery. */
    @WithDefault("100000")
    @Range(least = "1000", most = "100000000")
    int rememberedDecisions();

    /** Most attempts of one job, whatever the job or the catalog asks for; 1 or more. */
    @WithDefault("100")
    @Range(least = "1", most = "10000")
    int maxAttempts();

    /** Most deferrals kept in a job's history; the oldest go first. */
    @WithDefault("100")
    @Range(least = "1", most = "10000")
    int maxDeferralsKept();

    /** Longest pause before a retry where the provider named none. */
    @WithDefault("30s")
    @Range(least = "1ms", most = "1d")
    Duration longestBackoff();

    /**
     * Pause after a candidate's first deferral where the worker does not say when to come back;
     * doubles up to {@link #longestBackoff}.
     */
    @WithDefault("1s")
    @Range(least = "1ms", most = "1h")
    Duration deferralPause();

    /**
     * How soon a job that nobody can do for a while is planned again; later less and less often.
     */
    @WithDefault("250ms")
    @Range(least = "10ms", most = "1h")
    Duration lookAgain();

    /** Longest time between two such plannings. */
    @WithDefault("1m")
    @Range(least = "10ms", most = "1d")
    Duration longestLookAgain();

    /**
     * Most waits under 5 s that are held in memory at once, below {@link #concurrency}; further
     * ones go to the topic waiting.5s.
     */
    @WithDefault("64")
    @Range(least = "0", most = "10000")
    int maxHeldWaits();

    /** Most waiting records of a partition that are moved on at once. */
    @WithDefault("200")
    @Range(least = "1", most = "10000")
    int moverBatch();

    /**
     * Tokens that an answer is expected to have, by task type; for comparing costs only. Types that
     * are not named: 500.
     */
    @Range(least = "1", most = "10000000")
    Map<String, Integer> expectedOutputTokens();
}
