package io.signalbox.benchmarks.failover;

import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.Script;

/** What the first provider does. */
enum Failing {
    NOT("answers"),
    STATUS_500("500 at once"),
    CUT("cut before content");

    private final String words;

    Failing(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    Script script() {
        return switch (this) {
            case NOT -> Script.DEFAULT;
            case STATUS_500 -> Script.failing(new Fault.Status(500, null, null));
            case CUT -> Script.failing(new Fault.CutBeforeContent());
        };
    }
}
