package io.signalbox.apiworker.provider.state;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;

/** States of providers for tests of other packages. */
public final class States {

    private States() {}

    public static ProviderStates at(InstantSource clock) {
        return new ProviderStates(Outcomes.LIMITS, new SimpleMeterRegistry(), clock);
    }
}
