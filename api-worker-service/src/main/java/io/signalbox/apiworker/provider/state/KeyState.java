package io.signalbox.apiworker.provider.state;

import io.signalbox.catalog.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How one key stands: as a whole, and with each model. Guarded by its {@link ProviderState}. */
final class KeyState {

    /** Models of which something is remembered; the ones longest known go first. */
    private static final int MOST_MODELS = 256;

    private static final int FINGERPRINT_BYTES = 3;

    private final @Nullable Secret key;
    private KeyStanding whole = new KeyStanding.Good();

    /** Those that are not good only. */
    private final Map<String, KeyStanding> byModel =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, KeyStanding> eldest) {
                    return size() > MOST_MODELS;
                }
            };

    /**
     * @param key null stands for calls without one
     */
    KeyState(@Nullable Secret key) {
        this.key = key;
    }

    @Nullable Secret key() {
        return key;
    }

    /** Tells keys apart, and tells nothing of them; null where there is none. */
    @Nullable String fingerprint() {
        if (key == null) {
            return null;
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(key.reveal().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    KeyStanding whole() {
        return whole;
    }

    KeyStanding with(String model) {
        return byModel.getOrDefault(model, new KeyStanding.Good());
    }

    /** Models that it may not ask, or might not a while ago. */
    Set<String> models() {
        return Set.copyOf(byModel.keySet());
    }

    boolean mayAsk(String model, Instant now) {
        return whole.mayBeUsed(now) && with(model).mayBeUsed(now);
    }

    void take(String model, Instant now) {
        both(model, standing -> standing.taken(now));
    }

    /**
     * @return whether anything is other than before
     */
    boolean accepted(String model, Instant now) {
        return both(model, standing -> standing.accepted(now));
    }

    boolean undecided(String model, Instant now) {
        return both(model, standing -> standing.undecided(now));
    }

    boolean refused(String why, Instant until) {
        return set(whole.refused(why, until));
    }

    boolean refusedFor(String model, String why, Instant until, Instant now) {
        boolean accepted = set(whole.accepted(now));
        return set(model, with(model).refused(why, until)) || accepted;
    }

    boolean limited(LimitKind kind, @Nullable Duration hint, StateLimits limits, Instant now) {
        return set(whole.limited(kind, hint, limits, now));
    }

    boolean limitedFor(
            String model,
            LimitKind kind,
            @Nullable Duration hint,
            StateLimits limits,
            Instant now) {
        boolean accepted = set(whole.accepted(now));
        return set(model, with(model).limited(kind, hint, limits, now)) || accepted;
    }

    /** What was refused may be good now: the operator has changed something. */
    void forgive() {
        whole = forgiven(whole);
        byModel.replaceAll((model, standing) -> forgiven(standing));
        byModel.values().removeIf(KeyStanding.Good.class::isInstance);
    }

    private static KeyStanding forgiven(KeyStanding standing) {
        return switch (standing) {
            case KeyStanding.Refused _, KeyStanding.OnTrial _ -> new KeyStanding.Good();
            case KeyStanding.Good _, KeyStanding.Resting _ -> standing;
        };
    }

    private boolean both(String model, UnaryOperator<KeyStanding> change) {
        boolean one = set(change.apply(whole));
        return set(model, change.apply(with(model))) || one;
    }

    private boolean set(KeyStanding next) {
        boolean changed = !next.equals(whole);
        whole = next;
        return changed;
    }

    private boolean set(String model, KeyStanding next) {
        boolean changed = !next.equals(with(model));
        if (next instanceof KeyStanding.Good) {
            byModel.remove(model);
        } else {
            byModel.put(model, next);
        }
        return changed;
    }
}
