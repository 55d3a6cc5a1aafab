package io.signalbox.apiworker.call.failure;

import io.signalbox.apiworker.call.limits.RateLimits;
import io.signalbox.contracts.attempt.AttemptError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a failure means.
 *
 * @param retryAfter how long the provider asks us to stay away; null where it does not say
 * @param retryHere false: asking the same candidate again is of no use, or not wanted
 * @param limits what the answer tells of limits; empty mostly
 */
public record Verdict(
        AttemptError error, @Nullable Duration retryAfter, boolean retryHere, RateLimits limits) {}
