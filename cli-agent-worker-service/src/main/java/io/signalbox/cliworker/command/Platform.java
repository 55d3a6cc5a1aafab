package io.signalbox.cliworker.command;

import java.util.Locale;

/** What an entry's commands may differ by. */
public enum Platform {
    LINUX,
    MACOS,
    WINDOWS;

    /** This machine's; whatever is neither macOS nor Windows counts as Linux. */
    public static Platform current() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (name.contains("mac")) {
            return MACOS;
        }
        return name.startsWith("windows") ? WINDOWS : LINUX;
    }

    /** As the catalog writes it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
