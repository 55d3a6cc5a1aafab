package io.signalbox.cliworker.output;

import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;

/**
 * What an agent has counted for a session from its beginning on: kept with the session, and given
 * to the reader of its next run.
 *
 * @param usage as told, not yet divided by runs
 */
public record SessionTotals(Usage usage, Usd cost) {

    /** Of a session that begins. */
    public static final SessionTotals NONE = new SessionTotals(Usage.NONE, Usd.ZERO);

    /**
     * What is to be kept now; a run that used nothing, perhaps because it failed, changes nothing.
     */
    SessionTotals with(Usage now) {
        return now.input() == 0 && now.output() == 0 ? this : new SessionTotals(now, cost);
    }

    /** The same for money. */
    SessionTotals with(Usd now) {
        return now.equals(Usd.ZERO) ? this : new SessionTotals(usage, now);
    }

    /** What came since; all of it where something is less than before: the count began anew. */
    Usage since(Usage now) {
        boolean anew =
                now.input() < usage.input()
                        || now.cachedRead() < usage.cachedRead()
                        || now.cachedWrite() < usage.cachedWrite()
                        || now.output() < usage.output()
                        || now.reasoning() < usage.reasoning();
        return anew
                ? now
                : new Usage(
                        now.input() - usage.input(),
                        now.cachedRead() - usage.cachedRead(),
                        now.cachedWrite() - usage.cachedWrite(),
                        now.output() - usage.output(),
                        now.reasoning() - usage.reasoning(),
                        now.estimated());
    }

    /** The same for money. */
    Usd since(Usd now) {
        return now.compareTo(cost) < 0 ? now : new Usd(now.amount().subtract(cost.amount()));
    }
}
