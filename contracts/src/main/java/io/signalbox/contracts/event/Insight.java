package io.signalbox.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.signalbox.contracts.wire.Required;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger has learnt of one subject as of a moment; the value on the insights topic under
 * the subject as key.
 *
 * @param subject {@code provider/<name>}
 * @param availability null where nothing is told of it
 */
public record Insight(String subject, Instant at, @Nullable Availability availability) {

    public Insight {
        Required.field("subject", subject);
        Required.field("at", at);
    }

    public static String ofProvider(String provider) {
        return "provider/" + provider;
    }

    /**
     * How many of the calls that say something of the subject it served.
     *
     * @param windowMs the time that is looked back on, in milliseconds
     * @param calls attempts begun in that time and ended: those that succeeded, and the failures;
     *     what a caller, a key or a limit caused is in neither
     * @param failures of them: overloaded, unavailable, timed out
     */
    public record Availability(long windowMs, long calls, long failures) {

        private static final int DIGITS = 4;

        public Availability {
            if (windowMs <= 0 || failures < 0 || failures > calls) {
                throw new IllegalArgumentException(
                        "expected 0 <= failures <= calls and window_ms > 0, got failures=%d calls=%d window_ms=%d"
                                .formatted(failures, calls, windowMs));
            }
        }

        /**
         * Served calls of all, 0 to 1, rounded down: 1 is told of no failure only; null of none.
         */
        @JsonIgnore
        public @Nullable BigDecimal share() {
            return calls == 0
                    ? null
                    : BigDecimal.valueOf(calls - failures)
                            .divide(BigDecimal.valueOf(calls), DIGITS, RoundingMode.DOWN);
        }
    }
}
