package io.signalbox.standalone.agents;

import io.signalbox.contracts.wire.Json;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.StandaloneProcess;
import io.signalbox.standalone.harness.TestDirectory;
import io.signalbox.testsupport.agents.AgentCase;
import io.signalbox.testsupport.agents.AgentScenario;
import io.signalbox.testsupport.agents.Availability;
import io.signalbox.testsupport.agents.RealAgent;
import io.signalbox.testsupport.agents.RealAgents;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Signalbox with the shipped entries of the agents that are here, each in front of a simulated
 * provider of its own, and a repository for them.
 */
final class Stage implements AutoCloseable {

    /** Agents by entry, with commas; {@code all}: every one. */
    private static final String WANTED = "signalbox.test.agents";

    private static final String TWO = "claude_code,codex";

    private final ProviderSimulator simulator = ProviderSimulator.start(0);
    private final Map<RealAgent, AgentScenario> scenarios = new EnumMap<>(RealAgent.class);
    private final Map<RealAgent, String> missing = new EnumMap<>(RealAgent.class);
    private final Path directory =
            TestDirectory.emptied(Path.of("target", "real-agents").toAbsolutePath());
    private final Path repository;

    /** Null where no agent is here: then there is nothing to run. */
    private final @Nullable StandaloneProcess signalbox;

    Stage() throws IOException, InterruptedException {
        Map<String, Object> entries = new LinkedHashMap<>();
        RealAgents agents = RealAgents.ofSystem();
        for (RealAgent agent : wanted()) {
            switch (agents.provide(agent)) {
                case Availability.Ready ready -> {
                    AgentScenario scenario =
                            new AgentScenario(
                                    agent,
                                    simulator,
                                    agent.entry(),
                                    Files.createDirectories(
                                            directory.resolve("settings").resolve(agent.entry())));
                    scenarios.put(agent, scenario);
                    entries.put(agent.entry(), entry(scenario, ready.command()));
                }
                case Availability.Missing not -> missing.put(agent, not.reason());
            }
        }
        this.repository = repository(directory.resolve("repositories").resolve("one"));
        simulator.script("sim", Script.DEFAULT);
        this.signalbox =
                scenarios.isEmpty()
                        ? null
                        : StandaloneProcess.ready(directory.resolve("data"), catalog(entries));
    }

    /** Settings come as the shipped entry writes them, not by the scenario's variables. */
    private static Map<String, Object> entry(AgentScenario scenario, Path command) {
        Map<String, String> env = new LinkedHashMap<>(scenario.env());
        env.remove("GEMINI_CLI_HOME");
        env.remove("QWEN_CODE_SYSTEM_SETTINGS_PATH");
        Map<String, String> options = new LinkedHashMap<>(scenario.options());
        if (scenario.agent() == RealAgent.QWEN_CODE) {
            options.put("max_wall_time", "20s");
        }
        return Map.of("command", command.toString(), "env", env, "options", options);
    }

    /** Whether agents were asked for by name, and not only the two that every test run has. */
    static boolean isAskedFor() {
        return System.getProperty(WANTED) != null;
    }

    private static List<RealAgent> wanted() {
        String names = System.getProperty(WANTED, TWO);
        return Stream.of(RealAgent.values())
                .filter(agent ->
                        names.equals("all") || List.of(names.split(",")).contains(agent.entry()))
                .toList();
    }

    private Path catalog(Map<String, Object> agents) throws IOException {
        Map<String, Object> sim =
                Map.of(
                        "dialect",
                        "openai",
                        "base_url",
                        simulator.baseUrl("sim"),
                        "enabled",
                        true,
                        "default_model",
                        "m",
                        "models",
                        List.of("m"));
        Map<String, Object> catalog =
                Map.of(
                        "version", 1,
                        "providers", Map.of("sim", sim),
                        "agents", agents,
                        "workspaces",
                                Map.of(
                                        "roots",
                                        List.of(
                                                directory
                                                        .resolve("repositories")
                                                        .toRealPath()
                                                        .toString())),
                        "chains",
                                Map.of(
                                        "three",
                                        List.of("agent/claude_code", "agent/codex", "sim")));
        return Files.writeString(
                directory.resolve("catalog.yaml"),
                new String(Json.bytes(catalog), StandardCharsets.UTF_8));
    }

    private static Path repository(Path at) throws IOException, InterruptedException {
        Files.createDirectories(at);
        Files.writeString(at.resolve("README.md"), "# A repository\n");
        git(at, "init", "-q", "-b", "main", ".");
        git(at, "add", "-A");
        git(at, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "first");
        return at.toRealPath();
    }

    private static void git(Path at, String... arguments) throws IOException, InterruptedException {
        Process git =
                new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
                        .directory(at.toFile())
                        .inheritIO()
                        .start();
        if (!git.waitFor(1, TimeUnit.MINUTES) || git.exitValue() != 0) {
            throw new IllegalStateException("git " + String.join(" ", arguments) + " failed");
        }
    }

    List<RealAgent> present() {
        return List.copyOf(scenarios.keySet());
    }

    Map<RealAgent, String> missing() {
        return Map.copyOf(missing);
    }

    /** What happens to the agent from its next request on. */
    SimulatedProvider play(RealAgent agent, AgentCase happening) {
        return Objects.requireNonNull(scenarios.get(agent)).play(happening);
    }

    Path repository() {
        return repository;
    }

    HttpCaller http() {
        return new HttpCaller(process().apiUrl());
    }

    String broker() {
        return process().bootstrapServers();
    }

    private StandaloneProcess process() {
        return Objects.requireNonNull(signalbox, "no agent is here");
    }

    /** Where the worker has what runs. */
    Path workers() {
        return directory.resolve("data").resolve("cli-worker").resolve("workers");
    }

    @Override
    public void close() {
        if (signalbox != null) {
            signalbox.close();
        }
        simulator.close();
    }
}
