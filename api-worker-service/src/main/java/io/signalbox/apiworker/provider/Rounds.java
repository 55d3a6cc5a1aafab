package io.signalbox.apiworker.provider;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Work that is done in rounds, one at a time. However many ask for one while another is done, one
 * more follows it: it sees all that they ask for. Thread-safe.
 */
final class Rounds {

    private final String threadName;
    private final Runnable work;
    private final Lock round = new ReentrantLock();
    private final AtomicBoolean asked = new AtomicBoolean();

    Rounds(String threadName, Runnable work) {
        this.threadName = threadName;
        this.work = work;
    }

    /** Returns at once; a round that has not begun by now begins soon, on a thread of its own. */
    void soon() {
        if (asked.compareAndSet(false, true)) {
            Thread.ofVirtual().name(threadName).start(this::now);
        }
    }

    /** Returns when a round has been done that began after the call. */
    void now() {
        round.lock();
        try {
            asked.set(false);
            work.run();
        } finally {
            round.unlock();
        }
    }
}
