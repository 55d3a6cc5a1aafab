package io.signalbox.router.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.attempt.ErrorClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One row per error class. */
class FailurePolicyTest {

    private static final String TABLE =
            """
            RATE_LIMITED, RETRY
            OVERLOADED, RETRY_ONCE
            UNAVAILABLE, RETRY_ONCE
            QUOTA_EXHAUSTED, FALL_BACK
            PROVIDER_AUTHENTICATION, FALL_BACK
            MODEL_NOT_FOUND, FALL_BACK
            TIMEOUT, FALL_BACK
            AGENT_FAILED, FALL_BACK
            INTERNAL, FALL_BACK
            CONTEXT_TOO_LONG, FALL_BACK_TO_LARGER
            INVALID_REQUEST, FAIL
            CONTENT_FILTERED, FAIL
            AUTHENTICATION, FAIL
            BUDGET_EXCEEDED, FAIL
            NO_CANDIDATE, FAIL
            EXPIRED, FAIL
            TRUNCATED, FAIL
            CANCELLED, FAIL
            """;

    @ParameterizedTest
    @CsvSource(textBlock = TABLE)
    void eachClassHasItsVerdict(ErrorClass errorClass, FailurePolicy.Verdict verdict) {
        assertThat(FailurePolicy.of(errorClass)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @EnumSource
    void theTableHasEveryClass(ErrorClass errorClass) {
        assertThat(TABLE.lines()).anyMatch(row -> row.startsWith(errorClass.name() + ","));
    }

    @ParameterizedTest
    @CsvSource({"RETRY, 3, 3", "RETRY_ONCE, 3, 1", "RETRY_ONCE, 0, 0", "FALL_BACK, 3, 0"})
    void aVerdictBoundsTheRetries(FailurePolicy.Verdict verdict, int allowed, int atMost) {
        assertThat(verdict.retriesAtMost(allowed)).isEqualTo(atMost);
    }
}
