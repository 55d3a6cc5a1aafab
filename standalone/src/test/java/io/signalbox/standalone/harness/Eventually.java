package io.signalbox.standalone.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
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
}
