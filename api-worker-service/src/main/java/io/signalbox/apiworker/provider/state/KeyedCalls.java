package io.signalbox.apiworker.provider.state;

import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.attempt.ErrorClass;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a call with the keys of its provider: those in turn that may ask, each at most once, until
 * one is neither refused nor at its limit. A refused request used nothing and showed nothing, so
 * all of them are one attempt. Thread-safe.
 */
@ApplicationScoped
public class KeyedCalls {

    private final ProviderStates states;

    KeyedCalls(ProviderStates states) {
        this.states = states;
    }

    /**
     * Blocks as {@code call} does, and throws what it throws.
     *
     * @param call makes the call with this key; null is a call without one
     * @return how it ended; where limits ended it, with the time until the first key is free
     */
    public CallOutcome call(
            Provider provider, String model, Function<@Nullable Secret, CallOutcome> call) {
        List<KeyUse> tried = new ArrayList<>();
        CallOutcome.Failed limited = null;
        while (true) {
            switch (states.choose(provider, model, tried)) {
                case Choice.None(Out why) -> {
                    return limited == null
                            ? until(CallOutcome.Failed.unsent(why.error()), why)
                            : until(limited, why);
                }
                case Choice.Use(KeyUse use, Secret key) -> {
                    tried.add(use);
                    CallOutcome outcome = with(provider, use, key, call);
                    if (!(outcome instanceof CallOutcome.Failed failure) || !isOfKey(failure)) {
                        return outcome;
                    }
                    limited = moreHopeful(limited, failure);
                }
            }
        }
    }

    private CallOutcome with(
            Provider provider,
            KeyUse use,
            @Nullable Secret key,
            Function<@Nullable Secret, CallOutcome> call) {
        CallOutcome outcome = null;
        try {
            outcome = call.apply(key);
            return outcome;
        } finally {
            if (outcome == null) {
                states.broken(provider, use);
            } else {
                states.ended(provider, use, outcome);
            }
        }
    }

    /** Whether another key might do better, and nothing was used or shown. */
    private static boolean isOfKey(CallOutcome.Failed failure) {
        if (failure.contentSeen() || failure.usage() != null) {
            return false;
        }
        return switch (failure.error().errorClass()) {
            case PROVIDER_AUTHENTICATION, RATE_LIMITED, QUOTA_EXHAUSTED -> true;
            default -> false;
        };
    }

    /** Of several keys' failures the one that passes soonest is the candidate's. */
    private static CallOutcome.Failed moreHopeful(
            CallOutcome.@Nullable Failed known, CallOutcome.Failed latest) {
        return known == null || hope(latest) >= hope(known) ? latest : known;
    }

    private static int hope(CallOutcome.Failed failure) {
        ErrorClass errorClass = failure.error().errorClass();
        return switch (errorClass) {
            case RATE_LIMITED -> 2;
            case QUOTA_EXHAUSTED -> 1;
            default -> 0;
        };
    }

    /** The provider's own hint is of one key; what counts is when the first one is free. */
    private CallOutcome until(CallOutcome.Failed failure, Out why) {
        return switch (why) {
            case Out.Limited out -> failure.withRetryAfter(out.left(states.now()));
            case Out.NoKeyLeft _ -> failure;
            case Out.Gone _ -> failure.notHereAgain();
        };
    }
}
