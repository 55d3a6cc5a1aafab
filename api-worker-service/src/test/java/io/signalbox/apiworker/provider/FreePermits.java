package io.signalbox.apiworker.provider;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** Permits that nobody holds yet, for tests of other packages. */
public final class FreePermits {

    private FreePermits() {}

    public static Permits permits() {
        return new Permits(
                new PermitLimits(Duration.ofSeconds(20), Duration.ofMinutes(1), 0.75, 64, 128),
                new SimpleMeterRegistry());
    }
}
