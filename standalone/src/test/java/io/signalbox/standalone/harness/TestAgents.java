package io.signalbox.standalone.harness;

import io.signalbox.testsupport.agents.ScriptedAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The agents of the tests' catalog. Nobody asks them who does not name them, or a workspace. */
public final class TestAgents {

    /** Does what its prompt says, two runs at once. */
    public static final String SCRIPTED = "scripted";

    /** The same again, one at a time: for chains. */
    public static final String SECOND = "second";

    /** Has to say something every three seconds. */
    public static final String HURRIED = "hurried";

    /** Has one run a day. */
    public static final String DAILY = "daily";

    /** Answers with its prompt. */
    public static final String PARROT = "parrot";

    /** Two runs at once at each worker: for many. */
    public static final String BUSY = "busy";

    static final List<String> ALL = List.of(SCRIPTED, SECOND, HURRIED, DAILY, PARROT, BUSY);

    private static final String PARROT_ENTRY =
            """
              parrot:
                command: cat
                version_args: []
                args: []
                output: {format: text}
                local: true
                concurrency: 1
            """;

    private TestAgents() {}

    /** Below {@code agents} of the catalog; the program goes beside the catalog. */
    static String yaml(Path directory) {
        ScriptedAgent agent = ScriptedAgent.in(directory.resolve("agents"));
        return agent.entry(SCRIPTED, "priority: 801", "capabilities: [code, careful]")
                + agent.entry(SECOND, "priority: 802", "capabilities: [code]", "concurrency: 1")
                + agent.entry(
                        HURRIED,
                        "priority: 803",
                        "concurrency: 1",
                        "timeouts: {first_output: 3s, idle: 3s}")
                + agent.entry(
                        DAILY, "priority: 804", "concurrency: 1", "limits: {requests_per_day: 1}")
                + agent.entry(BUSY, "priority: 805", "concurrency: 2")
                + PARROT_ENTRY;
    }

    /** Where repositories may be that jobs name. */
    static Path workspaces(Path directory) {
        try {
            return Files.createDirectories(directory.resolve("workspaces")).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the directory of workspaces", e);
        }
    }
}
