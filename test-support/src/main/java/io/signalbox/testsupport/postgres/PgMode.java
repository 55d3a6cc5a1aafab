package io.signalbox.testsupport.postgres;

import java.util.List;

/** How much a server does for what it was given. */
public enum PgMode {
    /** A commit is on disk when it returns. */
    DURABLE("on"),
    /** For tests: survives nothing, costs nothing. */
    FAST("off");

    private final String durability;

    PgMode(String durability) {
        this.durability = durability;
    }

    List<String> settings() {
        return List.of(
                "fsync=" + durability,
                "synchronous_commit=" + durability,
                "full_page_writes=" + durability);
    }
}
