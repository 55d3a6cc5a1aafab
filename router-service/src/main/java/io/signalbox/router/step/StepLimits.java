package io.signalbox.router.step;

import io.signalbox.router.RouterConfig;
import java.time.Duration;

/**
 * Bounds of the next step; meanings and defaults are those of {@link RouterConfig}.
 *
 * @param maxAttempts of one job, whoever asks for more
 * @param deferralsKept in a job's history
 * @param deferralPause after a candidate's first deferral
 * @param longestBackoff where the provider names no time
 * @param lookAgain after the first plan without an able candidate
 * @param longestLookAgain between two plans
 */
public record StepLimits(
        int maxAttempts,
        int deferralsKept,
        Duration deferralPause,
        Duration longestBackoff,
        Duration lookAgain,
        Duration longestLookAgain) {

    static StepLimits of(RouterConfig config) {
        return new StepLimits(
                config.maxAttempts(),
                config.maxDeferralsKept(),
                config.deferralPause(),
                config.longestBackoff(),
                config.lookAgain(),
                config.longestLookAgain());
    }
}
