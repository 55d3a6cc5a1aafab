package io.signalbox.apiworker.provider;

import java.time.Duration;

/** What came of asking for a permit. */
public sealed interface Admission {

    /** The call may be made; whoever gets the permit must close it. */
    record Granted(Permit permit) implements Admission {}

    /**
     * No permit came free in time.
     *
     * @param comeBackIn when to ask again
     */
    record Deferred(Duration comeBackIn) implements Admission {}

    /** This worker makes no more calls. */
    record Draining() implements Admission {}
}
