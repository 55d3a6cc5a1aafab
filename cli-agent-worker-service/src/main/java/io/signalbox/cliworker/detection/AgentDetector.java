package io.signalbox.cliworker.detection;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Secret;
import io.signalbox.cliworker.command.AgentHost;
import io.signalbox.cliworker.detection.FoundAgent.Obstacle;
import io.signalbox.cliworker.process.SandboxSearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for agents. Blocks while one tells its version, never longer than the time limit and a
 * moment; thread-safe.
 */
public final class AgentDetector {

    /** Time that an agent has to tell its version; the slowest measured one takes 3.9 s. */
    public static final Duration VERSION_TIME = Duration.ofSeconds(10);

    private final AgentHost host;
    private final Supplier<SandboxSearch> sandbox;
    private final VersionQuestion question;

    /**
     * @param sandbox asked where an agent may only run behind walls; may block
     */
    public AgentDetector(AgentHost host, Supplier<SandboxSearch> sandbox) {
        this(host, sandbox, VERSION_TIME);
    }

    AgentDetector(AgentHost host, Supplier<SandboxSearch> sandbox, Duration versionTime) {
        this.host = host;
        this.sandbox = sandbox;
        this.question = new VersionQuestion(host, versionTime);
    }

    /** A disabled agent is not even looked for; {@code enabled: true} needs nobody signed in. */
    public FoundAgent detect(Agent agent) {
        if (agent.enabled() == Enablement.OFF) {
            String why = agent.disabledReason();
            return obstacle(
                    agent,
                    null,
                    null,
                    Obstacle.DISABLED,
                    why == null ? "the catalog says enabled: false" : why);
        }
        Optional<Path> program = host.find(agent);
        if (program.isEmpty()) {
            return obstacle(agent, null, null, Obstacle.NOT_INSTALLED, notInstalled(agent));
        }
        return switch (question.ask(program.get(), agent)) {
            case VersionQuestion.Broken broken ->
                    obstacle(agent, program.get(), null, Obstacle.BROKEN, broken.reason());
            case VersionQuestion.Told told -> signIn(agent, program.get(), told.version());
        };
    }

    private FoundAgent signIn(Agent agent, Path program, @Nullable String version) {
        return agent.enabled() == Enablement.ON || isSignedIn(agent)
                ? behindWalls(agent, program, version)
                : obstacle(agent, program, version, Obstacle.NOT_SIGNED_IN, notSignedIn(agent));
    }

    private FoundAgent behindWalls(Agent agent, Path program, @Nullable String version) {
        return agent.sandbox() == Agent.Sandbox.BUBBLEWRAP
                        && sandbox.get() instanceof SandboxSearch.Missing(String why)
                ? obstacle(agent, program, version, Obstacle.NO_SANDBOX, noSandbox(why))
                : new FoundAgent(agent.name(), program, version, null, null);
    }

    private boolean isSignedIn(Agent agent) {
        Agent.SignIn signs = agent.signIn();
        return (signs.anyEnv().isEmpty() && signs.anyFile().isEmpty())
                || signs.anyEnv().stream().anyMatch(name -> hasValue(agent.env().get(name)))
                || signs.anyFile().stream().anyMatch(file -> Files.isRegularFile(resolve(file)));
    }

    private static boolean hasValue(@Nullable Secret secret) {
        return secret != null && !secret.reveal().isBlank();
    }

    private Path resolve(String file) {
        return file.startsWith("~/") ? host.home().resolve(file.substring(2)) : Path.of(file);
    }

    private String notInstalled(Agent agent) {
        String command = agent.command(host.platform().key());
        return command == null
                ? "it has no command for " + host.platform().key()
                : "no program '%s' on the PATH of this worker".formatted(command);
    }

    private static String noSandbox(String why) {
        return "the catalog says sandbox: bubblewrap, and " + why;
    }

    private static String notSignedIn(Agent agent) {
        Stream<String> variables = agent.signIn().anyEnv().stream().sorted();
        Stream<String> files = agent.signIn().anyFile().stream();
        return "none of these is there: "
                + String.join(", ", Stream.concat(variables, files).toList());
    }

    private static FoundAgent obstacle(
            Agent agent,
            @Nullable Path program,
            @Nullable String version,
            Obstacle obstacle,
            String reason) {
        return new FoundAgent(agent.name(), program, version, obstacle, reason);
    }
}
