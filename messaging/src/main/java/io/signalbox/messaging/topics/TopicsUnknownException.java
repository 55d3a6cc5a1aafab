package io.signalbox.messaging.topics;

import org.jspecify.annotations.Nullable;

/** The broker does not tell, or does not let its topics be made; the message says why. */
public final class TopicsUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TopicsUnknownException(@Nullable Throwable cause) {
        super(cause == null ? "unknown" : String.valueOf(cause.getMessage()), cause);
    }
}
