package io.signalbox.standalone.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks again and again at what only another process can tell. */
public final class Eventually {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private Eventually() {}

    /**
     * The first value that is as wanted.
     *
     * @throws AssertionError with the last value where none was within the limit
     */
    public static <T> T get(Duration limit, Supplier<T> look, Predicate<T> wanted) {
        long until = System.nanoTime() + limit.toNanos();
        while (true) {
            T value = look.get();
            if (wanted.test(value)) {
                return value;
            }
            if (System.nanoTime() > until) {
                throw new AssertionError("not as wanted within %s: %s".formatted(limit, value));
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /**
     * Waits until a value stands what is asserted of it. For what comes in parts, as a ledger's
     * line, which reads jobs and attempts each for itself.
     *
     * @return that value
     * @throws AssertionError of the last value where none stood it within the limit
     */
    public static <T> T asserted(Duration limit, Supplier<T> look, Consumer<T> assertions) {
        long until = System.nanoTime() + limit.toNanos();
        while (true) {
            T value = look.get();
            try {
                assertions.accept(value);
                return value;
            } catch (AssertionError notYet) {
                if (System.nanoTime() > until) {
                    throw notYet;
                }
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }
}
