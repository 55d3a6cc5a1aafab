package io.signalbox.apiworker.provider.state;

import io.signalbox.contracts.event.ProviderCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which of a provider's keys may not be used, for one question. Pure.
 *
 * @param each per key what keeps it, in the catalog's order
 * @param count how many keys there are; 0 where the one that is meant is none
 */
record KeysOut(List<Optional<Kept>> each, int count) {

    /**
     * What keeps a key from being used.
     *
     * @param kind null: it was refused
     */
    private record Kept(@Nullable LimitKind kind, String why, Instant until) {

        /** Both must be over; a refusal says more than a limit. */
        private Kept and(Kept other) {
            Kept worse =
                    other.kind == null || (kind != null && other.until.isAfter(until))
                            ? other
                            : this;
            return worse;
        }
    }

    static KeysOut of(List<KeyState> keys, String model, StateLimits limits, Instant now) {
        return of(
                keys,
                key -> {
                    Optional<Kept> whole = kept(key.whole(), limits, now);
                    Optional<Kept> one = kept(key.with(model), limits, now);
                    return whole.isPresent() && one.isPresent()
                            ? Optional.of(whole.get().and(one.get()))
                            : whole.or(() -> one);
                });
    }

    /** Whatever the model. */
    static KeysOut ofAll(List<KeyState> keys, StateLimits limits, Instant now) {
        return of(keys, key -> kept(key.whole(), limits, now));
    }

    private static KeysOut of(List<KeyState> keys, Function<KeyState, Optional<Kept>> look) {
        return new KeysOut(
                keys.stream().map(look).toList(),
                (int) keys.stream().filter(key -> key.key() != null).count());
    }

    private static Optional<Kept> kept(KeyStanding standing, StateLimits limits, Instant now) {
        return switch (standing) {
            case KeyStanding.Good _ -> Optional.empty();
            case KeyStanding.Resting(LimitKind kind, Instant until, int _) ->
                    now.isBefore(until)
                            ? Optional.of(new Kept(kind, kind.words(), until))
                            : Optional.empty();
            case KeyStanding.Refused(String why, Instant until) ->
                    now.isBefore(until)
                            ? Optional.of(new Kept(null, why, until))
                            : Optional.empty();
            case KeyStanding.OnTrial(String why, Instant since) ->
                    Optional.of(
                            new Kept(
                                    null,
                                    why + ", tried again now",
                                    since.plus(limits.refusedKeyPause())));
        };
    }

    /** Why nothing can be asked; empty where one key is free. */
    Optional<Out> whole(Instant now) {
        return each.stream().anyMatch(Optional::isEmpty) ? Optional.empty() : min(now);
    }

    /** The earliest of those that pass by themselves, else of those that are tried again. */
    Optional<Out> min(Instant now) {
        List<Kept> kept = each.stream().flatMap(Optional::stream).toList();
        Comparator<Kept> soonest = Comparator.comparing(Kept::until);
        Optional<Out> limited =
                kept.stream()
                        .filter(one -> one.kind() != null)
                        .min(soonest)
                        .map(one -> new Out.Limited(kind(one), one.until(), count));
        return limited.or(() ->
                kept.stream()
                        .min(soonest)
                        .map(one -> new Out.NoKeyLeft(one.why(), one.until(), count)));
    }

    private static LimitKind kind(Kept kept) {
        LimitKind kind = kept.kind();
        return kind == null ? LimitKind.RATE : kind;
    }

    /**
     * The keys as the fleet is told.
     *
     * @param configured how many the catalog has
     */
    static ProviderCondition.Keys told(
            List<KeyState> keys, int configured, StateLimits limits, Instant now) {
        List<ProviderCondition.KeyAside> aside = new ArrayList<>();
        int setAside = 0;
        for (int i = 0; i < keys.size(); i++) {
            KeyState key = keys.get(i);
            int position = i + 1;
            Optional<Kept> whole = kept(key.whole(), limits, now);
            setAside += whole.isPresent() ? 1 : 0;
            whole.ifPresent(kept -> aside.add(told(key, position, null, kept)));
            for (String model : key.models()) {
                kept(key.with(model), limits, now)
                        .ifPresent(kept -> aside.add(told(key, position, model, kept)));
            }
        }
        return new ProviderCondition.Keys(
                configured, setAside, aside.stream().limit(ProviderCondition.MOST_KEYS).toList());
    }

    private static ProviderCondition.KeyAside told(
            KeyState key, int position, @Nullable String model, Kept kept) {
        LimitKind kind = kept.kind();
        return new ProviderCondition.KeyAside(
                position,
                key.fingerprint(),
                model,
                kind == null ? "key_refused" : kind.code(),
                kept.why(),
                kept.until());
    }
}
