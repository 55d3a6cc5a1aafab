package io.signalbox.cliworker.slot;

import io.signalbox.contracts.event.AttemptDispatched;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a slot has done with the orders that it takes. Thread-safe. */
public interface SlotWork {

    /**
     * Begins an order on threads of its own; returns at once.
     *
     * @param earlier what is known of earlier deliveries of it
     * @param lastRun the latest run of it that was begun; null where none was
     */
    Run begin(AttemptDispatched order, Earlier earlier, @Nullable String lastRun);

    /** What earlier deliveries of an order came to. */
    enum Earlier {
        /** This is the first delivery, or nobody had begun it. */
        NOTHING,
        /** A run was begun and has not ended: its worker died, or gave the order back. */
        BROKEN_OFF,
        /** It has been given to so many that somebody else should have it. */
        TOO_OFTEN
    }

    /** One run of an order. Used by its slot's thread. */
    interface Run {

        /**
         * Waits for the agent to be done.
         *
         * @return how it stands; null while it goes on
         */
        @Nullable Standing awaitDone(Duration limit) throws InterruptedException;

        /**
         * Has the run's end written, on a thread of its own; {@link #awaitDone} then tells when it
         * is. To be called once, after DONE, while the order is surely held.
         */
        void write();

        /** The order is no longer held: the agent is ended, nothing is written. */
        void abandon();
    }

    /** How a run stands. */
    enum Standing {
        /** The agent has ended; nothing is written yet. */
        DONE,
        /** Its end is on its topics. */
        WRITTEN,
        /** It was ended by {@link Run#abandon}, or something of ours broke: to be given back. */
        LEFT
    }
}
