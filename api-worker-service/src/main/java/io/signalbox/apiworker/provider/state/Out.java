package io.signalbox.apiworker.provider.state;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Why a model cannot be asked now. */
public sealed interface Out {

    /** As in {@code ProviderCondition.CoolDown}. */
    String code();

    /** In words, with the time where there is one. */
    String reason();

    /** What an attempt that was not made failed with. */
    AttemptError error();

    /**
     * A limit; it passes.
     *
     * @param until the earliest that any key is free again
     */
    record Limited(LimitKind kind, Instant until, int keys) implements Out {

        @Override
        public String code() {
            return kind.code();
        }

        @Override
        public String reason() {
            return "%s%s; asked again at %s"
                    .formatted(
                            kind.words(),
                            keys > 1 ? " with all %d keys".formatted(keys) : "",
                            seconds(until));
        }

        @Override
        public AttemptError error() {
            return AttemptError.of(
                    switch (kind) {
                        case RATE -> ErrorClass.RATE_LIMITED;
                        case QUOTA -> ErrorClass.QUOTA_EXHAUSTED;
                    },
                    reason());
        }

        /** Never negative. */
        public Duration left(Instant now) {
            return now.isBefore(until) ? Duration.between(now, until) : Duration.ZERO;
        }
    }

    /**
     * Every key was refused.
     *
     * @param until when one is tried again
     */
    record NoKeyLeft(String why, Instant until, int keys) implements Out {

        @Override
        public String code() {
            return "no_key_left";
        }

        @Override
        public String reason() {
            return "%s (%s); tried again at %s, or when the key changes"
                    .formatted(
                            switch (keys) {
                                case 0 -> "it wants a key and has none";
                                case 1 -> "its key was refused";
                                default -> "all %d keys were refused".formatted(keys);
                            },
                            why,
                            seconds(until));
        }

        @Override
        public AttemptError error() {
            return AttemptError.of(ErrorClass.PROVIDER_AUTHENTICATION, reason());
        }
    }

    /** It said that it is gone for good. */
    record Gone(Instant since) implements Out {

        @Override
        public String code() {
            return "gone";
        }

        @Override
        public String reason() {
            return "it answered 410 (gone) at %s; not asked again until its catalog entry changes"
                    .formatted(seconds(since));
        }

        @Override
        public AttemptError error() {
            return AttemptError.of(ErrorClass.UNAVAILABLE, reason());
        }
    }

    private static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
