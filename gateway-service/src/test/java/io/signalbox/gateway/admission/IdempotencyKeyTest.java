package io.signalbox.gateway.admission;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.gateway.http.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    @Test
    void visibleAsciiUpTo255IsAKeyAndSoIsNone() {
        assertThatCode(() -> IdempotencyKey.check("order-42/~!")).doesNotThrowAnyException();
        assertThatCode(() -> IdempotencyKey.check("k".repeat(255))).doesNotThrowAnyException();
        assertThatCode(() -> IdempotencyKey.check(null)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "schlüssel", "tab\t", "nul\u0000"})
    void anythingElseIsRefused(String key) {
        assertThatThrownBy(() -> IdempotencyKey.check(key))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("Idempotency-Key");
    }

    @Test
    void aLongerOneIsRefused() {
        assertThatThrownBy(() -> IdempotencyKey.check("k".repeat(256)))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("256", "255");
    }
}
