package io.signalbox.cliworker.command;

import io.signalbox.catalog.Agent;
import io.signalbox.contracts.attempt.ErrorClass;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes commands for one machine. Starts and writes nothing; thread-safe. */
public final class AgentCommands {

    /** Linux's MAX_ARG_STRLEN, the end of the text included: bytes of one argument or variable. */
    static final int MAX_ARGUMENT_BYTES = 128 * 1024 - 1;

    private final AgentHost host;

    public AgentCommands(AgentHost host) {
        this.host = host;
    }

    /** Refused where the program is not there, or a value cannot reach it as it is. */
    public CommandOutcome build(Agent agent, RunInput input) {
        try {
            return new CommandOutcome.Built(command(agent, input));
        } catch (Refusal refusal) {
            return refusal.outcome();
        }
    }

    private AgentCommand command(Agent agent, RunInput input) {
        Path program =
                host.find(agent)
                        .orElseThrow(() ->
                                new Refusal(
                                        ErrorClass.AGENT_FAILED,
                                        "agent '%s' is not installed here"
                                                .formatted(agent.name())));
        String prompt = prompt(agent, input);
        PlaceholderValues values = new PlaceholderValues(agent, withPrompt(input, prompt));
        List<String> argv = new ArrayList<>(List.of(program.toString()));
        argv.addAll(new Arguments(values).fill(agent.args()));
        Map<String, String> env = AgentEnvironment.base(host, input.home(), input.temp());
        env.putAll(AgentEnvironment.of(agent, values));
        checkSizes(agent, argv, env);
        return new AgentCommand(
                argv,
                env,
                agent.prompt() == Agent.PromptBy.STDIN ? prompt : null,
                files(agent, input, prompt, values));
    }

    private static String prompt(Agent agent, RunInput input) {
        String prompt = input.prompt();
        if (prompt.indexOf('\0') >= 0) {
            throw new Refusal(
                    ErrorClass.INVALID_REQUEST,
                    "the prompt holds a NUL character, which no program takes as text");
        }
        Long most = agent.promptRules().maxChars();
        if (most != null && prompt.length() > most) {
            throw new Refusal(
                    ErrorClass.AGENT_FAILED,
                    "agent '%s' takes prompts of up to %d characters, this one has %d"
                            .formatted(agent.name(), most, prompt.length()));
        }
        boolean command =
                !prompt.isEmpty() && agent.promptRules().commands().indexOf(prompt.charAt(0)) >= 0;
        return command ? " " + prompt : prompt;
    }

    private static RunInput withPrompt(RunInput input, String prompt) {
        return new RunInput(
                prompt,
                input.model(),
                input.sessionId(),
                input.workspace(),
                input.home(),
                input.temp(),
                input.promptFile(),
                input.options());
    }

    private static void checkSizes(Agent agent, List<String> argv, Map<String, String> env) {
        for (String argument : argv) {
            if (bytes(argument) > MAX_ARGUMENT_BYTES) {
                throw new Refusal(
                        ErrorClass.AGENT_FAILED,
                        "an argument of agent '%s' has %d bytes, and no program takes more than %d: write prompt: stdin or prompt: file in its entry"
                                .formatted(agent.name(), bytes(argument), MAX_ARGUMENT_BYTES));
            }
        }
        env.forEach((name, value) -> {
            if (bytes(name) + 1 + bytes(value) > MAX_ARGUMENT_BYTES || value.indexOf('\0') >= 0) {
                throw new Refusal(
                        ErrorClass.AGENT_FAILED,
                        "the variable %s of agent '%s' holds NUL or is too long"
                                .formatted(name, agent.name()));
            }
        });
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Map<Path, String> files(
            Agent agent, RunInput input, String prompt, PlaceholderValues values) {
        Map<Path, String> files = new HashMap<>();
        agent.home()
                .files()
                .forEach((path, content) -> {
                    String place = values.fill(path, Set.of());
                    String text = values.fill(content, Set.of(PlaceholderValues.PROMPT));
                    if (place != null && text != null) {
                        files.put(Path.of(place), text);
                    }
                });
        if (agent.prompt() == Agent.PromptBy.FILE) {
            files.put(input.promptFile(), prompt);
        }
        return files;
    }
}
