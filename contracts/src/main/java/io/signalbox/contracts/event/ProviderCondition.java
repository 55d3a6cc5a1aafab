package io.signalbox.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.wire.Required;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one provider stands with one worker, as its calls have shown. Whatever ends by itself is told
 * with its time, so that nobody needs a record to know that it is over.
 *
 * @param keys how many there are, and which are not used now
 * @param coolDowns models that no key may ask now; at most {@value #MOST_COOL_DOWNS} are told, the
 *     longest
 * @param health what the latest calls show
 * @param limits what the provider last told of its limits; at most {@value #MOST_LIMITS} are told,
 *     the latest
 */
public record ProviderCondition(
        Keys keys, List<CoolDown> coolDowns, Health health, List<Limit> limits) {

    public static final int MOST_COOL_DOWNS = 64;
    public static final int MOST_KEYS = 32;
    public static final int MOST_LIMITS = 64;

    /**
     * @param count 0 where the provider is called without one
     * @param setAside those that nothing is asked with now
     * @param aside why, also of keys that may not ask some models; at most 32 are told
     */
    public record Keys(int count, int setAside, List<KeyAside> aside) {
        public Keys {
            aside = aside == null ? List.of() : List.copyOf(aside);
        }
    }

    /**
     * A key that is not used.
     *
     * @param position in the catalog's order, from 1
     * @param fingerprint the first six hex digits of its SHA-256; null where there is no key
     * @param model the only model that it may not ask; null for all
     * @param code {@code key_refused}, {@code rate_limited} or {@code quota_exhausted}
     * @param reason why, in words
     * @param until when it is tried again
     */
    public record KeyAside(
            int position,
            @Nullable String fingerprint,
            @Nullable String model,
            String code,
            String reason,
            Instant until) {

        public KeyAside {
            Required.field("code", code);
            Required.field("reason", reason);
            Required.field("until", until);
        }
    }

    /**
     * A model that cannot be asked, with whatever key.
     *
     * @param model the provider's own id; null for all of its models
     * @param code {@code rate_limited}, {@code quota_exhausted} or {@code no_key_left}
     * @param reason why, in words
     * @param until when it is asked again
     * @param passes whether it is over by then, as far as the provider says; false: it will only be
     *     tried, so nobody should wait for it
     */
    public record CoolDown(
            @Nullable String model, String code, String reason, Instant until, boolean passes) {

        public CoolDown {
            Required.field("code", code);
            Required.field("reason", reason);
            Required.field("until", until);
        }

        /** Whether it keeps this model from being asked at that time. */
        public boolean covers(String asked, Instant now) {
            return now.isBefore(until) && (model == null || model.equals(asked));
        }

        /** As a plan tells it; it can be waited for where it passes. */
        public Plan.Exclusion exclusion(String subject) {
            return new Plan.Exclusion(subject, code, reason, passes ? until : null);
        }
    }

    /**
     * Of the latest calls, at most the catalog's {@code breaker.window} of the last 15 minutes.
     * Calls that say nothing of the provider do not count: refused requests, limits, our own
     * faults.
     *
     * @param state {@code healthy}, {@code degraded}, {@code unhealthy}, or {@code unknown} while
     *     there was no call
     * @param calls how many are looked at, pings of a local server among them
     * @param failures of them: overloaded, unavailable, timed out
     * @param consecutiveFailures the latest in a row
     * @param responseMs the median of jobs' calls that succeeded, in milliseconds; null where none
     *     did
     * @param lastError the latest failure of any class, also before the window
     * @param lastPing the latest ping of a model, also before the window; null where none was made
     */
    public record Health(
            String state,
            int calls,
            int failures,
            int consecutiveFailures,
            @Nullable Long responseMs,
            @Nullable LastError lastError,
            @Nullable Ping lastPing) {

        public Health {
            Required.field("state", state);
        }

        /** Of calls alone. */
        public Health(
                String state,
                int calls,
                int failures,
                int consecutiveFailures,
                @Nullable Long responseMs,
                @Nullable LastError lastError) {
            this(state, calls, failures, consecutiveFailures, responseMs, lastError, null);
        }
    }

    /**
     * A call of one token that no job asked for, to a model that a local server had in memory.
     *
     * @param model the provider's own id
     * @param at when it ended
     * @param responseMs from its start to its end, in milliseconds; null where it failed
     * @param error how it failed; null where it was answered
     */
    public record Ping(
            String model, Instant at, @Nullable Long responseMs, @Nullable ErrorClass error) {

        public Ping {
            Required.field("model", model);
            Required.field("at", at);
        }
    }

    /**
     * @param errorClass {@code class} in JSON
     * @param status the provider's HTTP status, where there was one
     */
    public record LastError(
            @JsonProperty("class") ErrorClass errorClass, @Nullable Integer status, Instant at) {

        public LastError {
            Required.field("class", errorClass);
            Required.field("at", at);
        }
    }

    /**
     * A limit as the provider's headers had it.
     *
     * @param model whose answer told it
     * @param name as the provider has it
     * @param limit how much it allows in a period; null where it does not say
     * @param remaining how much of that was left; null where it does not say
     * @param resetsAt when all of it is there again; null where it does not say
     */
    public record Limit(
            String model,
            String name,
            @Nullable Long limit,
            @Nullable Long remaining,
            @Nullable Instant resetsAt,
            Instant seenAt) {

        public Limit {
            Required.field("model", model);
            Required.field("name", name);
            Required.field("seen_at", seenAt);
        }
    }

    public ProviderCondition {
        Required.field("keys", keys);
        Required.field("health", health);
        coolDowns = coolDowns == null ? List.of() : List.copyOf(coolDowns);
        limits = limits == null ? List.of() : List.copyOf(limits);
    }
}
