package io.signalbox.testsupport.simulator;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Decides for each call of one script which fault it gets. Thread-safe. */
final class FaultDice {

    private final List<Rule> rules;
    private final RandomGenerator random;

    FaultDice(Script script) {
        this.rules = script.faults().stream().map(Rule::new).toList();
        this.random = new Random(script.seed());
    }

    synchronized Optional<Fault> next(String conversation) {
        return rules.stream()
                .filter(rule -> rule.holds(conversation, random))
                .findFirst()
                .map(rule -> rule.written.fault());
    }

    /** A rule and how often it has been looked at and held. */
    private static final class Rule {

        private final FaultRule written;
        private int matched;
        private int held;

        Rule(FaultRule written) {
            this.written = written;
        }

        boolean holds(String conversation, RandomGenerator random) {
            if (written.match() != null && !conversation.contains(written.match())) {
                return false;
            }
            matched++;
            boolean now =
                    (written.every() == null || matched % written.every() == 0)
                            && (written.times() == null || held < written.times())
                            && (written.probability() == null
                                    || random.nextDouble() < written.probability());
            held += now ? 1 : 0;
            return now;
        }
    }
}
