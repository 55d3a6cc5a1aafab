package io.signalbox.testsupport.agents;

import java.nio.file.Path;

/** Whether an agent can be run here. */
public sealed interface Availability {

    /**
     * @param command the program's absolute path; it needs nothing on the PATH but what every
     *     system has
     */
    record Ready(Path command) implements Availability {}

    /**
     * @param reason one line, for the message of a skipped test
     */
    record Missing(String reason) implements Availability {}
}
