package io.signalbox.apiworker.provider.ping;

import io.signalbox.apiworker.call.LoadedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which model of one local server may be pinged. A ping must not load a model, nor keep one in
 * memory that nobody uses: where a server takes out what is idle, a model is pinged once after each
 * use and not again until the next; one that did not answer is asked on. Used by one thread at a
 * time.
 */
final class PingTurn {

    /** What is to stay in memory for longer than this is there for good. */
    private static final Duration FOR_GOOD = Duration.ofDays(365);

    /** How a ping ended. */
    enum End {
        ANSWERED,
        /** It may answer the next time. */
        FAILED,
        /** The server would not have it: it is no model that is chatted with. */
        REFUSED
    }

    /**
     * @param until when the server would have taken the model out, as it told after the ping; null
     *     where it does not tell
     * @param putOff whether the ping may have made that later
     */
    private record Pinged(Instant at, @Nullable Instant until, boolean putOff, End end) {}

    private final Map<String, Pinged> pinged = new HashMap<>();

    /**
     * The first that may be pinged now. What is no longer in memory is forgotten.
     *
     * @param loaded in the order of preference
     * @param lastCall when a job's call to the model ended last
     * @param limit of the ping: what may be taken out meanwhile is left alone
     */
    Optional<LoadedModel> next(
            List<LoadedModel> loaded,
            Function<String, Optional<Instant>> lastCall,
            Duration limit,
            Instant now) {
        pinged.keySet().retainAll(loaded.stream().map(LoadedModel::id).collect(Collectors.toSet()));
        return loaded.stream()
                .filter(model -> remains(model, limit, now))
                .filter(model -> isTurnOf(model, lastCall.apply(model.id()), now))
                .findFirst();
    }

    /** Whether it is still in memory when the ping arrives and is answered. */
    static boolean remains(LoadedModel model, Duration limit, Instant now) {
        Instant until = model.until();
        return until == null || until.isAfter(now.plus(limit));
    }

    private boolean isTurnOf(LoadedModel model, Optional<Instant> lastCall, Instant now) {
        Pinged before = pinged.get(model.id());
        if (before == null) {
            return true;
        }
        return switch (before.end()) {
            case REFUSED -> false;
            case FAILED -> true;
            case ANSWERED ->
                    staysAnyway(model, now)
                            || !before.putOff()
                            || isUsedSince(before, model, lastCall);
        };
    }

    private static boolean staysAnyway(LoadedModel model, Instant now) {
        Instant until = model.until();
        return model.stays() || (until != null && until.isAfter(now.plus(FOR_GOOD)));
    }

    /** By a job, or by somebody else whom the server tells of. */
    private static boolean isUsedSince(
            Pinged before, LoadedModel model, Optional<Instant> lastCall) {
        Instant until = model.until();
        boolean byOthers = until != null && before.until() != null && !until.equals(before.until());
        return byOthers || lastCall.filter(before.at()::isBefore).isPresent();
    }

    /**
     * @param model as it was before the ping
     * @param after the same after it; empty where the server did not tell
     */
    void pinged(LoadedModel model, Optional<LoadedModel> after, End end, Instant now) {
        Instant until = after.map(LoadedModel::until).orElse(null);
        boolean putOff = until == null || !until.equals(model.until());
        pinged.put(model.id(), new Pinged(now, until, putOff, end));
    }
}
