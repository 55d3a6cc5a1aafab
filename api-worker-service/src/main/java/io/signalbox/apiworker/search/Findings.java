package io.signalbox.apiworker.search;

import java.util.List;
import java.util.Locale;

/** How one search ended. None of the ends is a failure of the job. */
sealed interface Findings {

    /** For meters: {@code found} or the kind of lack, in lower case. */
    String tag();

    /**
     * @param sources one or more, in the engine's order
     */
    record Found(List<Source> sources) implements Findings {

        public Found {
            sources = List.copyOf(sources);
        }

        @Override
        public String tag() {
            return "found";
        }
    }

    /**
     * @param words why, for a caller's eyes: never the query, never what the engine wrote
     */
    record Nothing(Lack lack, String words) implements Findings {

        @Override
        public String tag() {
            return lack.name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why there is nothing. */
    enum Lack {
        /** The search may not or cannot be made. */
        SKIPPED,
        /** The engine found nothing. */
        EMPTY,
        /** The engine takes us for a robot. */
        BLOCKED,
        /** It answered with an error. */
        REFUSED,
        /** Its answer cannot be read. */
        UNREADABLE,
        /** It did not answer in time. */
        TIMEOUT,
        /** It cannot be reached, or broke off. */
        UNREACHABLE,
        /** The job was cancelled meanwhile. */
        CANCELLED
    }
}
