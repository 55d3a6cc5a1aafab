package io.signalbox.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.wire.Required;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one worker can do with one provider, or with one agent, now; the value on the fleet topic
 * under the key {@code <worker>/<provider>}. Stale after three heartbeats.
 *
 * @param worker the worker's instance id
 * @param provider the catalog's name of the provider; {@code agent/<name>} for an agent
 * @param usable whether jobs may be sent to it
 * @param code why not, as in {@link Plan.Exclusion}; null where usable
 * @param reason why not, in words; null where usable
 * @param models the models found at the provider; empty where it was not asked
 * @param heartbeatMs how often this is repeated, in milliseconds
 * @param listing what else was found out about its models; null where it was never asked
 * @param condition what its calls have shown; null where a worker does not say
 * @param agent what was found of the agent; null for a provider
 * @param test what came of a test that was asked for; told once, null in every other report
 */
public record ProviderReport(
        String worker,
        String provider,
        boolean usable,
        @Nullable String code,
        @Nullable String reason,
        List<String> models,
        long heartbeatMs,
        Instant at,
        @Nullable ProviderListing listing,
        @Nullable ProviderCondition condition,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AgentListing agent,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ProviderTest test) {

    /** A report is stale when this many heartbeats were missed. */
    public static final int STALE_AFTER_HEARTBEATS = 3;

    /** Most models named in one report; the list's first. */
    public static final int MAX_MODELS = 1_000;

    /** Most characters of their names together; what is past it is left out. */
    public static final int MAX_MODEL_CHARS = 96 * 1024;

    public ProviderReport {
        Required.field("worker", worker);
        Required.field("provider", provider);
        Required.field("at", at);
        models = models == null ? List.of() : List.copyOf(models);
    }

    /** Of a provider that was not asked for its models, without a word on calls. */
    public ProviderReport(
            String worker,
            String provider,
            boolean usable,
            @Nullable String code,
            @Nullable String reason,
            List<String> models,
            long heartbeatMs,
            Instant at) {
        this(
                worker,
                provider,
                usable,
                code,
                reason,
                models,
                heartbeatMs,
                at,
                null,
                null,
                null,
                null);
    }

    /** Of an agent. */
    public static ProviderReport ofAgent(
            String worker,
            String agent,
            boolean usable,
            @Nullable String code,
            @Nullable String reason,
            List<String> models,
            AgentListing listing,
            long heartbeatMs,
            Instant at) {
        return new ProviderReport(
                worker,
                Candidate.agent(agent, null).name(),
                usable,
                code,
                reason,
                models,
                heartbeatMs,
                at,
                null,
                null,
                listing,
                null);
    }

    /** The same, with what came of a test. */
    public ProviderReport withTest(ProviderTest told) {
        return new ProviderReport(
                worker,
                provider,
                usable,
                code,
                reason,
                models,
                heartbeatMs,
                at,
                listing,
                condition,
                agent,
                told);
    }

    public ProviderReport withListing(@Nullable ProviderListing told) {
        return new ProviderReport(
                worker,
                provider,
                usable,
                code,
                reason,
                models,
                heartbeatMs,
                at,
                told,
                condition,
                agent,
                test);
    }

    /** The same, with what calls have shown until then. */
    public ProviderReport with(ProviderCondition fresh, Instant now) {
        return new ProviderReport(
                worker,
                provider,
                usable,
                code,
                reason,
                models,
                heartbeatMs,
                now,
                listing,
                fresh,
                agent,
                test);
    }

    /** The same, by the clock of who reads it. */
    public ProviderReport seenAt(Instant seen) {
        return new ProviderReport(
                worker,
                provider,
                usable,
                code,
                reason,
                models,
                heartbeatMs,
                seen,
                listing,
                condition,
                agent,
                test);
    }

    /** The same, and no job may be sent to it. */
    public ProviderReport unusable(String why, String inWords) {
        return new ProviderReport(
                worker,
                provider,
                false,
                why,
                inWords,
                models,
                heartbeatMs,
                at,
                listing,
                condition,
                agent,
                test);
    }

    public String key() {
        return worker + "/" + provider;
    }

    public boolean isStale(Instant now) {
        return staleAfter().isBefore(now);
    }

    /** The last moment at which it is fresh. */
    public Instant staleAfter() {
        return at.plusMillis(heartbeatMs * STALE_AFTER_HEARTBEATS);
    }
}
