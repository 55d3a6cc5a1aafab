package io.signalbox.benchmarks.failover;

import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.Script;

/** What the first provider does. */
enum Failing {
    NOT("answers", Script.DEFAULT),
    STATUS_500("500 at once", Script.failing(new Fault.Status(500, null, null))),
    CUT("cut before content", Script.failing(new Fault.CutBeforeContent()));

    private final String words;
    private final Script script;

    Failing(String words, Script script) {
        this.words = words;
        this.script = script;
    }

    String words() {
        return words;
    }

    Script script() {
        return script;
    }
}
