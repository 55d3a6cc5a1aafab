package io.signalbox.apiworker.provider.state;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a key may be used: for everything, or for one model. The methods are the only
 * transitions.
 */
sealed interface KeyStanding {

    boolean mayBeUsed(Instant now);

    /** A call begins with it. */
    default KeyStanding taken(Instant now) {
        return this;
    }

    /** The provider has taken the key, whatever else it said. */
    default KeyStanding accepted(Instant now) {
        return this;
    }

    /** The call ended without a word on the key. */
    default KeyStanding undecided(Instant now) {
        return this;
    }

    /** The provider does not know the key, or does not allow it this. */
    default KeyStanding refused(String why, Instant until) {
        return new Refused(why, until);
    }

    /**
     * The provider takes nothing more for now.
     *
     * @param hint for how long, where the provider says so
     */
    default KeyStanding limited(
            LimitKind kind, @Nullable Duration hint, StateLimits limits, Instant now) {
        return Resting.begun(kind, hint, limits, 0, now);
    }

    /** Nothing is known against it. */
    record Good() implements KeyStanding {

        @Override
        public boolean mayBeUsed(Instant now) {
            return true;
        }
    }

    /**
     * A limit is reached.
     *
     * @param inARow limits before this one, without an answer in between
     */
    record Resting(LimitKind kind, Instant until, int inARow) implements KeyStanding {

        private static Resting begun(
                LimitKind kind,
                @Nullable Duration hint,
                StateLimits limits,
                int inARow,
                Instant now) {
            Duration guess =
                    kind == LimitKind.QUOTA ? limits.longestCoolDown() : limits.guess(inARow);
            Duration asked = hint == null ? guess : hint;
            return new Resting(kind, now.plus(limits.capped(asked)), inARow);
        }

        @Override
        public boolean mayBeUsed(Instant now) {
            return !now.isBefore(until);
        }

        /** Calls that were under way when the rest began say nothing against it. */
        @Override
        public KeyStanding accepted(Instant now) {
            return mayBeUsed(now) ? new Good() : this;
        }

        /**
         * Of several calls that are limited at once, the longest rest counts; one guess is enough.
         */
        @Override
        public KeyStanding limited(
                LimitKind other, @Nullable Duration hint, StateLimits limits, Instant now) {
            if (mayBeUsed(now)) {
                return begun(other, hint, limits, inARow + 1, now);
            }
            if (hint == null && other == kind) {
                return this;
            }
            Resting next = begun(other, hint, limits, inARow, now);
            return next.until.isAfter(until) ? next : this;
        }
    }

    /** Set aside; from then on one call may try it. */
    record Refused(String why, Instant until) implements KeyStanding {

        @Override
        public boolean mayBeUsed(Instant now) {
            return !now.isBefore(until);
        }

        @Override
        public KeyStanding taken(Instant now) {
            return mayBeUsed(now) ? new OnTrial(why, now) : this;
        }

        /** Of a call that began before: that it is refused now is the later word. */
        @Override
        public KeyStanding limited(
                LimitKind kind, @Nullable Duration hint, StateLimits limits, Instant now) {
            return this;
        }
    }

    /** One call tries a key that was refused; nobody else does. */
    record OnTrial(String why, Instant since) implements KeyStanding {

        @Override
        public boolean mayBeUsed(Instant now) {
            return false;
        }

        @Override
        public KeyStanding accepted(Instant now) {
            return new Good();
        }

        @Override
        public KeyStanding undecided(Instant now) {
            return new Refused(why, now);
        }
    }
}
