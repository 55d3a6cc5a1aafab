package io.signalbox.cliworker;

import jakarta.inject.Singleton;
import java.util.UUID;

/** This instance's name, new at every start. */
@Singleton
public final class WorkerId {

    private final String value = "cli-" + UUID.randomUUID().toString().substring(0, 8);

    public String value() {
        return value;
    }
}
