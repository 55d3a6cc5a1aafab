package io.signalbox.cliworker.detection;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one agent on this machine.
 *
 * @param name the catalog's
 * @param command its program; null where there is none
 * @param version as it told it; null where it was not asked or told none
 * @param obstacle why it cannot be used; null where it can
 * @param reason the same in words a caller may see; null where it can be used
 */
public record FoundAgent(
        String name,
        @Nullable Path command,
        @Nullable String version,
        @Nullable Obstacle obstacle,
        @Nullable String reason) {

    /** What may stand in the way. */
    public enum Obstacle {
        /** The catalog says no. */
        DISABLED,
        NOT_INSTALLED,
        /** The program is there and does not even tell its version. */
        BROKEN,
        NOT_SIGNED_IN,
        /** It may only run behind walls, and there are none to be had. */
        NO_SANDBOX;

        /** As reports write it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean usable() {
        return obstacle == null;
    }
}
