package io.signalbox.testsupport.agents;

import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.nio.file.Path;
import java.util.Map;

/**
 * One real agent in front of one simulated provider: what its entry in a catalog needs to reach it,
 * and what the provider says in each case. Measured with the versions of {@link RealAgent}.
 */
public final class AgentScenario {

    /** The key that the agent shows; the provider asks for it. */
    public static final String KEY = "sk-simulated";

    public static final String ANSWER = "The work is done.";

    /** New in the working directory where a file is written. */
    public static final String FILE = "hello.txt";

    /** Of {@link #FILE}. */
    public static final String CONTENT = "hello from an agent\n";

    private final RealAgent agent;
    private final SimulatedProvider provider;
    private final AgentConnection connection;

    /**
     * @param provider the simulated provider's name; two agents at once need two
     * @param settings a directory for what the agent reads as its settings; files are written there
     */
    public AgentScenario(
            RealAgent agent, ProviderSimulator simulator, String provider, Path settings) {
        this.agent = agent;
        this.provider = simulator.provider(provider);
        this.connection = AgentConnection.of(agent, simulator, provider, settings);
    }

    public RealAgent agent() {
        return agent;
    }

    /** From the next call on. */
    public SimulatedProvider play(AgentCase happening) {
        provider.play(script(agent, happening));
        return provider;
    }

    /** The variables that the entry needs besides the shipped ones, the key among them. */
    public Map<String, String> env() {
        return connection.env();
    }

    /** The options that the entry needs besides the shipped ones, the model among them. */
    public Map<String, String> options() {
        return connection.options();
    }

    /**
     * What goes under {@code agents.<entry>} in a catalog over the shipped one; as JSON it is YAML
     * too.
     */
    public Map<String, Object> catalogEntry(Path command) {
        return Map.of("command", command.toString(), "env", env(), "options", options());
    }

    static Script script(RealAgent agent, AgentCase happening) {
        return switch (happening) {
            case ANSWERS -> Script.builder().requiredKey(KEY).answer(ANSWER).build();
            case WRITES_A_FILE -> writing(agent, FILE, CONTENT);
            case UNAUTHORIZED -> Script.failing(new Fault.Status(401, null, null));
            case RATE_LIMITED -> Script.failing(new Fault.Status(429, null, null));
            case FAILS -> Script.failing(new Fault.Status(500, null, null));
            case HANGS -> Script.failing(new Fault.HangBeforeHeaders());
            case HANGS_MIDWAY -> Script.failing(new Fault.HangMidStream(1));
        };
    }

    /**
     * Makes the agent write a new file and then say {@link #ANSWER}.
     *
     * @param path under the directory that the agent works in
     * @param content ends with a newline
     */
    public static Script writing(RealAgent agent, String path, String content) {
        return Script.builder()
                .requiredKey(KEY)
                .step(write(agent, path, content))
                .answer(ANSWER)
                .build();
    }

    /** By the tool that each offers for it; Qwen Code refuses relative paths. */
    private static ToolCall write(RealAgent agent, String path, String content) {
        return switch (agent) {
            case CLAUDE_CODE -> call("Write", Map.of("file_path", path, "content", content));
            case CODEX -> patch(path, content);
            case GEMINI_CLI -> call("write_file", Map.of("file_path", path, "content", content));
            case QWEN_CODE ->
                    call("write_file", Map.of("file_path", "{cwd}/" + path, "content", content));
            case OPENCODE -> call("write", Map.of("filePath", path, "content", content));
        };
    }

    private static ToolCall call(String tool, Map<String, String> arguments) {
        return ToolCall.of(null, tool, Json.text(arguments));
    }

    /** Codex offers this tool for models whose names it knows. */
    private static ToolCall patch(String path, String content) {
        String added = content.lines().map(line -> "+" + line + "\n").reduce("", String::concat);
        String patch = "*** Begin Patch\n*** Add File: " + path + "\n" + added + "*** End Patch\n";
        return new ToolCall(null, "custom", new ToolCall.Function("apply_patch", patch));
    }
}
