package io.signalbox.benchmarks.failover;

import io.signalbox.benchmarks.load.ClosedLoop;
import io.signalbox.benchmarks.load.OpenLoop;
import io.signalbox.benchmarks.load.RoundTrip;
import io.signalbox.benchmarks.load.Sample;
import java.time.Duration;
import java.util.Locale;

/** How requests come. */
sealed interface Load {

    String words();

    /** Whether the aim holds for it. */
    boolean judged();

    Sample run(RoundTrip trip, int count) throws InterruptedException;

    /**
     * An answer sends the next request.
     *
     * @param count so many at once
     */
    record InFlight(int count, boolean judged) implements Load {

        private static final Duration LIMIT = Duration.ofMinutes(2);

        @Override
        public String words() {
            return count + " in flight";
        }

        @Override
        public Sample run(RoundTrip trip, int requests) throws InterruptedException {
            return ClosedLoop.run(trip, count, LIMIT, requests);
        }
    }

    /** Whatever is in flight. */
    record Rate(double perSecond) implements Load {

        @Override
        public String words() {
            return String.format(Locale.ROOT, "%.0f a second", perSecond);
        }

        @Override
        public boolean judged() {
            return true;
        }

        @Override
        public Sample run(RoundTrip trip, int requests) throws InterruptedException {
            return OpenLoop.run(trip, perSecond, requests);
        }
    }
}
