package io.signalbox.gateway.admission;

import io.signalbox.gateway.http.ApiException;
import org.jspecify.annotations.Nullable;

/** The {@code Idempotency-Key} header: 1 to 255 visible ASCII characters. */
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    private static final int MAX_LENGTH = 255;

    private IdempotencyKey() {}

    /**
     * @throws ApiException 400 where it is none; null, no header, is fine
     */
    static void check(@Nullable String key) {
        if (key == null) {
            return;
        }
        if (key.isEmpty() || key.length() > MAX_LENGTH) {
            throw ApiException.invalid(
                    HEADER,
                    "%s has %d characters; it has 1 to %d"
                            .formatted(HEADER, key.length(), MAX_LENGTH));
        }
        if (key.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw ApiException.invalid(
                    HEADER,
                    HEADER + " holds something else than visible ASCII characters; a UUID is good");
        }
    }
}
