package io.signalbox.messaging.fleet;

import io.signalbox.contracts.event.ProviderCondition;
import io.signalbox.contracts.event.ProviderCondition.CoolDown;
import io.signalbox.contracts.event.ProviderReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Who cannot be asked for a while, whichever worker would. Pure. */
public final class CoolDowns {

    /** The worker where it passes first is the one that counts. */
    private static final Comparator<CoolDown> FIRST =
            Comparator.comparing((CoolDown it) -> !it.passes()).thenComparing(CoolDown::until);

    private CoolDowns() {}

    /**
     * Why a model cannot be asked now; empty where one worker can ask it.
     *
     * @param reports the fresh ones of its provider
     */
    public static Optional<CoolDown> of(List<ProviderReport> reports, String model, Instant now) {
        List<CoolDown> found = new ArrayList<>();
        for (ProviderReport report : reports) {
            if (report.usable()) {
                Optional<CoolDown> own = of(report, model, now);
                if (own.isEmpty()) {
                    return Optional.empty();
                }
                found.add(own.get());
            }
        }
        return found.stream().min(FIRST);
    }

    /** Of several that keep one model out all must be over. */
    private static Optional<CoolDown> of(ProviderReport report, String model, Instant now) {
        ProviderCondition condition = report.condition();
        return condition == null
                ? Optional.empty()
                : condition.coolDowns().stream()
                        .filter(coolDown -> coolDown.covers(model, now))
                        .max(FIRST);
    }
}
