package io.signalbox.apiworker.provider.state;

import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.failure.CreditCheck;
import io.signalbox.apiworker.call.limits.RateLimits;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.event.ProviderCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What this worker knows of one provider. Thread-safe; nothing blocks.
 *
 * <p>A limit rests the key with that model, a spent account (402) the key as a whole (one that
 * would pay for less, with that model for a moment), until the reset that the provider names, but
 * never longer than the configured bound: then it is tried again. A key that is refused is set
 * aside (one that is forbidden a model, for that model) until the provider's catalog entry changes,
 * and tried by one call every so often.
 */
final class ProviderState {

    private static final int FORBIDDEN = 403;
    private static final int PAYMENT_REQUIRED = 402;
    private static final int GONE = 410;

    private final StateLimits limits;
    private final CallWindow window = new CallWindow();
    private final SeenLimits seen = new SeenLimits();
    private final LastCalls lastCalls = new LastCalls();
    private Provider provider;
    private List<KeyState> keys;
    private int turn;
    private @Nullable Instant goneSince;

    ProviderState(Provider provider, StateLimits limits) {
        this.provider = provider;
        this.limits = limits;
        this.keys = keys(provider, List.of());
    }

    /** A provider without keys is called without one: that can be refused as well. */
    private static List<KeyState> keys(Provider provider, List<KeyState> known) {
        if (provider.apiKeys().isEmpty()) {
            return List.of(known(null, known));
        }
        return provider.apiKeys().stream().map(key -> known(key, known)).toList();
    }

    private static KeyState known(@Nullable Secret key, List<KeyState> known) {
        return known.stream()
                .filter(state -> Objects.equals(state.key(), key))
                .findFirst()
                .orElseGet(() -> new KeyState(key));
    }

    /**
     * The catalog's entry as it is now. Where it has changed, what was refused or gone is tried
     * again; limits go on.
     *
     * @return whether it has changed
     */
    synchronized boolean follow(Provider fresh) {
        if (fresh.equals(provider)) {
            return false;
        }
        provider = fresh;
        keys = keys(fresh, keys);
        keys.forEach(KeyState::forgive);
        goneSince = null;
        return true;
    }

    /**
     * The next key in turn that may ask the model.
     *
     * @param tried are passed over
     */
    synchronized Choice choose(String model, Collection<KeyUse> tried, Instant now) {
        if (goneSince != null) {
            return new Choice.None(new Out.Gone(goneSince));
        }
        for (int i = 0; i < keys.size(); i++) {
            KeyState key = keys.get(Math.floorMod(turn + i, keys.size()));
            if (key.mayAsk(model, now) && tried.stream().noneMatch(use -> use.key() == key)) {
                turn = Math.floorMod(turn + i + 1, keys.size());
                key.take(model, now);
                return new Choice.Use(new KeyUse(key, model), key.key());
            }
        }
        return new Choice.None(
                outs(model, now).min(now).orElseGet(() -> new Out.Limited(LimitKind.RATE, now, 1)));
    }

    /** Why the model cannot be asked now; empty where it can. */
    synchronized Optional<Out> out(String model, Instant now) {
        return goneSince == null
                ? outs(model, now).whole(now)
                : Optional.of(new Out.Gone(goneSince));
    }

    synchronized Optional<Out.Gone> gone() {
        return Optional.ofNullable(goneSince).map(Out.Gone::new);
    }

    private KeysOut outs(String model, Instant now) {
        return KeysOut.of(keys, model, limits, now);
    }

    /**
     * How the call ended.
     *
     * @return whether other calls are to be made otherwise from now on
     */
    synchronized boolean ended(KeyUse use, CallOutcome outcome, Instant now) {
        window.add(outcome, provider.breaker().window(), now);
        lastCalls.put(use.model(), now);
        seen.add(use.model(), outcome.limits(), now);
        return switch (outcome) {
            case CallOutcome.Succeeded _, CallOutcome.Embedded _ ->
                    answered(use, outcome.limits(), now);
            case CallOutcome.Failed failure -> failed(use, failure, now);
            case CallOutcome.Cancelled cancelled ->
                    cancelled.contentSeen()
                            ? answered(use, outcome.limits(), now)
                            : use.key().undecided(use.model(), now);
        };
    }

    /**
     * How a ping ended: it shows the provider's health, and says nothing of its keys and limits.
     */
    synchronized void pinged(String model, CallOutcome outcome, Instant now) {
        window.addPing(model, outcome, provider.breaker().window(), now);
    }

    synchronized boolean hasCallSince(Instant then) {
        return window.hasCallSince(then);
    }

    /** When a call to the model ended last; empty where none did, or too many others since. */
    synchronized Optional<Instant> lastCall(String model) {
        return Optional.ofNullable(lastCalls.get(model));
    }

    /** A call that broke without an outcome. */
    synchronized boolean broken(KeyUse use, Instant now) {
        return use.key().undecided(use.model(), now);
    }

    /** What remains after a good answer may be nothing: then the next call would be refused. */
    private boolean answered(KeyUse use, RateLimits told, Instant now) {
        boolean changed = use.key().accepted(use.model(), now);
        Optional<Instant> until = told.exhaustedUntil().filter(now::isBefore);
        return until.isEmpty()
                ? changed
                : use.key()
                                .limitedFor(
                                        use.model(),
                                        LimitKind.RATE,
                                        Duration.between(now, until.get()),
                                        limits,
                                        now)
                        || changed;
    }

    private boolean failed(KeyUse use, CallOutcome.Failed failure, Instant now) {
        AttemptError error = failure.error();
        int status = error.status() == null ? 0 : error.status();
        KeyState key = use.key();
        String model = use.model();
        Instant retryAt = now.plus(limits.refusedKeyPause());
        return switch (error.errorClass()) {
            case PROVIDER_AUTHENTICATION ->
                    status == FORBIDDEN
                            ? key.refusedFor(model, answered(status), retryAt, now)
                            : key.refused(answered(status), retryAt);
            case RATE_LIMITED ->
                    key.limitedFor(model, LimitKind.RATE, failure.retryAfter(), limits, now);
            case QUOTA_EXHAUSTED -> spent(use, failure, status, now);
            case CONTEXT_TOO_LONG, CONTENT_FILTERED -> key.accepted(model, now);
            case UNAVAILABLE -> {
                boolean changed = key.undecided(model, now);
                if (isGone(failure) && goneSince == null) {
                    goneSince = now;
                    yield true;
                }
                yield changed;
            }
            case INVALID_REQUEST,
                    AUTHENTICATION,
                    BUDGET_EXCEEDED,
                    MODEL_NOT_FOUND,
                    NO_CANDIDATE,
                    EXPIRED,
                    TRUNCATED,
                    CANCELLED,
                    AGENT_FAILED,
                    INTERNAL,
                    OVERLOADED,
                    TIMEOUT ->
                    key.undecided(model, now);
        };
    }

    private boolean spent(KeyUse use, CallOutcome.Failed failure, int status, Instant now) {
        KeyState key = use.key();
        Duration hint = failure.retryAfter();
        if (status == PAYMENT_REQUIRED && !CreditCheck.leavesSomething(failure.error())) {
            return key.limited(LimitKind.QUOTA, hint, limits, now);
        }
        Duration rest = status == PAYMENT_REQUIRED ? limits.guess(0) : hint;
        return key.limitedFor(use.model(), LimitKind.QUOTA, rest, limits, now);
    }

    static boolean isGone(CallOutcome.Failed failure) {
        Integer status = failure.error().status();
        return status != null && status == GONE;
    }

    private static String answered(int status) {
        return status == 0 ? "refused" : "answered " + status;
    }

    /** As the fleet is told. */
    synchronized ProviderCondition condition(Instant now) {
        List<ProviderCondition.CoolDown> coolDowns = new ArrayList<>();
        Optional<Out> whole = KeysOut.ofAll(keys, limits, now).whole(now);
        whole.ifPresent(out -> add(coolDowns, null, out));
        for (String model : models()) {
            outs(model, now)
                    .whole(now)
                    .filter(out -> whole.filter(out::equals).isEmpty())
                    .ifPresent(out -> add(coolDowns, model, out));
        }
        coolDowns.sort(
                Comparator.comparing((ProviderCondition.CoolDown each) -> each.model() != null)
                        .thenComparing(
                                ProviderCondition.CoolDown::until, Comparator.reverseOrder()));
        return new ProviderCondition(
                KeysOut.told(keys, provider.apiKeys().size(), limits, now),
                coolDowns.stream().limit(ProviderCondition.MOST_COOL_DOWNS).toList(),
                window.health(provider.breaker(), now),
                seen.told());
    }

    private static void add(
            List<ProviderCondition.CoolDown> coolDowns, @Nullable String model, Out out) {
        switch (out) {
            case Out.Limited limited -> coolDowns.add(coolDown(model, out, limited.until(), true));
            case Out.NoKeyLeft refused ->
                    coolDowns.add(coolDown(model, out, refused.until(), false));
            // Told as a provider that is not usable at all.
            case Out.Gone _ -> {}
        }
    }

    private static ProviderCondition.CoolDown coolDown(
            @Nullable String model, Out out, Instant until, boolean passes) {
        return new ProviderCondition.CoolDown(model, out.code(), out.reason(), until, passes);
    }

    private Set<String> models() {
        Set<String> models = new TreeSet<>();
        keys.forEach(key -> models.addAll(key.models()));
        return models;
    }
}
