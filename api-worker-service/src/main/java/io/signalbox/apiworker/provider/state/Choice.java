package io.signalbox.apiworker.provider.state;

import io.signalbox.catalog.Secret;
import org.jspecify.annotations.Nullable;

/** Whom to ask with. */
public sealed interface Choice {

    /**
     * This key; how the call ended must be told afterwards.
     *
     * @param key null where the provider is called without one
     */
    record Use(KeyUse use, @Nullable Secret key) implements Choice {}

    /** With none. */
    record None(Out why) implements Choice {}
}
