package io.signalbox.cliworker.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.contracts.attempt.ErrorClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentCommandsTest {

    private static final Path WORKSPACE = Path.of("/srv/work space");
    private static final Path HOME = Path.of("/srv/home");

    @TempDir private Path bin;

    private AgentHost host() {
        return new AgentHost(Platform.LINUX, "/nonexistent:" + bin, bin.resolve("own"));
    }

    @BeforeEach
    void programs() throws IOException {
        for (String name : List.of("t", "claude", "codex", "gemini", "qwen", "aider", "opencode")) {
            Files.createFile(
                    bin.resolve(name),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwxr-xr-x")));
        }
    }

    @Test
    void anArgumentWithoutAValueIsLeftOutWithItsFlag() {
        Agent agent =
                tool(
                        """
                        args: [run, "--model", "{model}", "--quiet", "--dir={workspace}", "--mode={mode}",
                               "{?session_id}resume", "{session_id}", "-v", "--", "{extra}", "-"]
                        options: {mode: "", extra: ""}
                        """);

        assertThat(arguments(agent, input("x", null, null)))
                .containsExactly("run", "--quiet", "--dir=/srv/work space", "-v", "--", "-");
        assertThat(arguments(agent, input("x", "m1", "s1")))
                .containsExactly(
                        "run",
                        "--model",
                        "m1",
                        "--quiet",
                        "--dir=/srv/work space",
                        "resume",
                        "s1",
                        "-v",
                        "--",
                        "-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "-rf /",
                "it's \"quoted\" $(id) `id` ; rm -rf / | cat > x && y",
                "two\nlines\r\n\tand {model} {nothing} ${HOME} %s",
                "naïve — 漢字 🙂",
                ""
            })
    void aPromptReachesStdinAsItIs(String prompt) {
        Agent agent = tool("args: [-]\n");

        AgentCommand command = built(agent, input(prompt, "m", null));

        assertThat(command.stdin()).isEqualTo(prompt);
        assertThat(command.argv()).containsExactly(bin.resolve("t").toString(), "-");
    }

    @Test
    void aMebibyteReachesStdinAndNoArgument() {
        String prompt = "x".repeat(1 << 20);

        assertThat(built(tool("args: [-]\n"), input(prompt, null, null)).stdin()).isEqualTo(prompt);
        CommandOutcome.Refused refused =
                refused(tool("args: ['{prompt}']\nprompt: argument\n"), input(prompt, null, null));
        assertThat(refused.errorClass()).isEqualTo(ErrorClass.AGENT_FAILED);
        assertThat(refused.reason()).contains("1048576 bytes", "prompt: stdin or prompt: file");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
                    `["{prompt}"]`,           `--help`,  ` --help`
                    `["--ask", "{prompt}"]`,  `--help`,  ` --help`
                    `["--ask={prompt}"]`,     `--help`,  `--ask=--help`
                    `["--", "{prompt}"]`,     `--help`,  `--help`
                    `["{prompt}"]`,           `a --help`,`a --help`
                    `["{prompt}"]`,           `{model}`, `{model}`
                    """)
    void aPromptIsNeverAnOption(String args, String prompt, String last) {
        Agent agent = tool("args: %s\nprompt: argument\n".formatted(args));

        AgentCommand command = built(agent, input(prompt, null, null));

        assertThat(command.argv().getLast()).isEqualTo(last);
        assertThat(command.stdin()).isNull();
        assertThat(command.toString()).doesNotContain("help");
    }

    @Test
    void theLargestArgumentIsTaken() {
        Agent agent = tool("args: ['{prompt}']\nprompt: argument\n");
        int most = AgentCommands.MAX_ARGUMENT_BYTES;

        assertThat(arguments(agent, input("x".repeat(most), null, null)).getFirst()).hasSize(most);
        assertThat(refused(agent, input("ä".repeat(most / 2 + 1), null, null)).reason())
                .contains("131072 bytes");
    }

    @Test
    void aPromptInAFileIsWrittenThere() {
        Agent agent = tool("args: ['--file', '{prompt_file}']\nprompt: file\n");

        AgentCommand command = built(agent, input("--do it", null, null));

        assertThat(command.argv()).endsWith("--file", "/srv/run/prompt.md");
        assertThat(command.files()).containsEntry(Path.of("/srv/run/prompt.md"), "--do it");
    }

    @Test
    void whatAnAgentTakesForACommandOfItsOwnGetsASpace() {
        Agent aider = shipped("aider", Map.of());

        assertThat(built(aider, input("/run id", null, null)).files()).containsValue(" /run id");
        assertThat(built(aider, input("!id", null, null)).files()).containsValue(" !id");
        assertThat(built(aider, input("run /x", null, null)).files()).containsValue("run /x");
    }

    @Test
    void nulAndTooLongPromptsAreRefused() {
        assertThat(refused(tool("args: [-]\n"), input("a\0b", null, null)).reason())
                .isEqualTo("the prompt holds a NUL character, which no program takes as text");
        assertThat(
                        refused(tool("args: [-]\nmax_prompt_chars: 3\n"), input("abcd", null, null))
                                .reason())
                .isEqualTo("agent 't' takes prompts of up to 3 characters, this one has 4");
    }

    @Test
    void whatARunBringsCannotBecomeAnOptionOrEndAQuotation() {
        Agent agent =
                tool(
                        """
                        args: ["-m", "{model}", "-c", "url=\\"{url}\\""]
                        options: {url: "http://a"}
                        option_values: {mode: [plan, edit]}
                        """);

        assertThat(refused(agent, input("x", "--yolo", null)).reason()).startsWith("model begins");
        assertThat(refused(agent, input("x", "a\nb", null)).reason()).startsWith("model begins");
        assertThat(refused(agent, input("x", null, "-s")).reason()).startsWith("session_id begins");
        assertThat(refused(agent, with(Map.of("url", "a\",b=\"c"))).reason())
                .contains("url holds a quote");
        assertThat(refused(agent, with(Map.of("speed", "1"))).reason())
                .isEqualTo("agent 't' has no option 'speed'");
        assertThat(refused(agent, with(Map.of("mode", "destroy"))).reason())
                .isEqualTo("option 'mode' of agent 't' is one of edit, plan");
        assertThat(arguments(agent, with(Map.of("url", "http://b", "mode", "plan"))))
                .containsExactly("-c", "url=\"http://b\"");
    }

    @Test
    void theEnvironmentIsTheEntrysAndNothingElse() {
        Agent agent =
                tool(
                        """
                        env: {KEY: "${KEY}", EMPTY: "${NONE:}", LEVEL: "{level}", UNSET: "{unset}", PLACE: "{home}/x",
                              CONTENT: "{prompt}", TERM: xterm}
                        options: {level: high, unset: ""}
                        """,
                        Map.of("KEY", "a {home} key"));

        AgentCommand command = built(agent, input("secret prompt", null, null));

        assertThat(command.env())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("PATH", host().searchPath()),
                                Map.entry("HOME", "/srv/home"),
                                Map.entry("TMPDIR", "/srv/tmp"),
                                Map.entry("XDG_CONFIG_HOME", "/srv/home/.config"),
                                Map.entry("XDG_CACHE_HOME", "/srv/home/.cache"),
                                Map.entry("XDG_DATA_HOME", "/srv/home/.local/share"),
                                Map.entry("XDG_STATE_HOME", "/srv/home/.local/state"),
                                Map.entry("LANG", "C.UTF-8"),
                                Map.entry("TERM", "xterm"),
                                Map.entry("NO_COLOR", "1"),
                                Map.entry("KEY", "a {home} key"),
                                Map.entry("LEVEL", "high"),
                                Map.entry("PLACE", "/srv/home/x"),
                                Map.entry("CONTENT", "{prompt}")));
        assertThat(command.toString()).doesNotContain("key");
    }

    @Test
    void theProgramIsFoundByNameByPathAndByPlatform() throws IOException {
        Files.writeString(bin.resolve("notes"), "no program");

        assertThat(host().find(tool("args: []\n"))).contains(bin.resolve("t"));
        assertThat(host().find(command(bin.resolve("t").toString()))).contains(bin.resolve("t"));
        assertThat(host().find(command("{linux: codex, windows: t}")))
                .contains(bin.resolve("codex"));
        assertThat(host().find(command("{windows: t}"))).isEmpty();
        assertThat(host().find(command("notes"))).isEmpty();
        assertThat(host().find(command("./t"))).isEmpty();
        assertThat(refused(command("absent"), input("x", null, null)).reason())
                .isEqualTo("agent 't' is not installed here");
    }

    @Test
    void noRelativePlaceIsSearchedByAnAgent() {
        assertThat(new AgentHost(Platform.LINUX, ".::bin:/usr/bin:../x:/bin", bin).searchPath())
                .isEqualTo("/usr/bin:/bin");
    }

    @Test
    void theShippedEntriesMakeTheMeasuredCommandLines() {
        assertThat(arguments(shipped("claude_code", Map.of()), input("x", "sonnet", null)))
                .containsExactly(
                        "-p",
                        "--output-format",
                        "stream-json",
                        "--verbose",
                        "--permission-mode",
                        "acceptEdits",
                        "--model",
                        "sonnet");
        assertThat(arguments(shipped("codex", Map.of()), input("x", "gpt", null)))
                .containsExactly(
                        "exec",
                        "-s",
                        "workspace-write",
                        "--ignore-user-config",
                        "-C",
                        "/srv/work space",
                        "--json",
                        "-m",
                        "gpt",
                        "--skip-git-repo-check",
                        "-c",
                        "model_provider=signalbox",
                        "-c",
                        "model_providers.signalbox={name=\"signalbox\",base_url=\"https://api.openai.com/v1\",env_key=\"OPENAI_API_KEY\",wire_api=\"responses\",request_max_retries=1,stream_max_retries=1}",
                        "-c",
                        "approval_policy=\"never\"",
                        "-c",
                        "analytics.enabled=false",
                        "--disable",
                        "plugins",
                        "-");
        assertThat(arguments(shipped("codex", Map.of()), input("x", null, "thread-1")))
                .containsSubsequence("-C", "/srv/work space", "resume", "--json")
                .endsWith("plugins", "thread-1", "-");
        assertThat(arguments(shipped("qwen_code", Map.of()), input("x", null, null)))
                .containsExactly(
                        "-o",
                        "stream-json",
                        "--auth-type",
                        "openai",
                        "--approval-mode",
                        "auto-edit",
                        "--max-wall-time",
                        "14m");
        assertThat(arguments(shipped("opencode", Map.of()), input("x", null, null)))
                .containsExactly(
                        "run",
                        "--format",
                        "json",
                        "-m",
                        "anthropic/claude-sonnet-5",
                        "--title",
                        "signalbox");
        assertThat(
                        arguments(
                                shipped("opencode", Map.of()),
                                with(Map.of("attach", "http://127.0.0.1:4096"))))
                .containsSubsequence(
                        "--attach", "http://127.0.0.1:4096", "--dir", "/srv/work space");
    }

    @Test
    void settingsOfAnAgentGoIntoItsHome() {
        AgentCommand gemini =
                built(shipped("gemini_cli", Map.of()), with(Map.of("sandbox", "docker")));

        assertThat(gemini.files().get(HOME.resolve(".gemini/settings.json")))
                .contains("\"selectedType\":\"gemini-api-key\"", "\"maxAttempts\":2");
        assertThat(gemini.env()).containsEntry("GEMINI_SANDBOX", "docker");
        AgentCommand opencode =
                built(shipped("opencode", Map.of()), with(Map.of("edit", "deny", "bash", "deny")));
        assertThat(opencode.env().get("OPENCODE_CONFIG_CONTENT"))
                .endsWith("\"permission\":{\"edit\":\"deny\",\"bash\":\"deny\"}}");
    }

    @Test
    void homeIsMadeReadyForTheRun(@TempDir Path place) throws IOException {
        Path own = Files.createDirectories(place.resolve("own/.claude"));
        Files.writeString(own.resolve(".credentials.json"), "signed in");
        Files.writeString(own.resolve("history.jsonl"), "private");
        AgentHost host = new AgentHost(Platform.LINUX, "/bin", place.resolve("own"));
        Path home = place.resolve("runs/1/home");
        Path settings = home.resolve(".tool/settings.json");

        AgentHome.prepare(host, shipped("claude_code", Map.of()), home, Map.of(settings, "{}"));

        assertThat(home.resolve(".claude/.credentials.json")).hasContent("signed in");
        assertThat(home.resolve(".claude/history.jsonl")).doesNotExist();
        assertThat(settings).hasContent("{}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
    }

    private AgentCommand built(Agent agent, RunInput input) {
        return ((CommandOutcome.Built) new AgentCommands(host()).build(agent, input)).command();
    }

    private CommandOutcome.Refused refused(Agent agent, RunInput input) {
        return (CommandOutcome.Refused) new AgentCommands(host()).build(agent, input);
    }

    private List<String> arguments(Agent agent, RunInput input) {
        List<String> argv = built(agent, input).argv();
        return argv.subList(1, argv.size());
    }

    private static RunInput input(
            String prompt, @Nullable String model, @Nullable String sessionId) {
        return new RunInput(
                prompt,
                model,
                sessionId,
                WORKSPACE,
                HOME,
                Path.of("/srv/tmp"),
                Path.of("/srv/run/prompt.md"),
                Map.of());
    }

    private static RunInput with(Map<String, String> options) {
        RunInput plain = input("x", null, null);
        return new RunInput(
                plain.prompt(),
                null,
                null,
                WORKSPACE,
                HOME,
                plain.temp(),
                plain.promptFile(),
                options);
    }

    private static Agent command(String command) {
        return load("agents:\n  t:\n    command: " + command + "\n", Map.of(), "t");
    }

    private static Agent tool(String entry) {
        return tool(entry, Map.of());
    }

    private static Agent tool(String entry, Map<String, String> variables) {
        return load("agents:\n  t:\n    command: t\n" + entry.indent(4), variables, "t");
    }

    private static Agent shipped(String name, Map<String, String> variables) {
        return load("version: 1\n", variables, name);
    }

    private static Agent load(String yaml, Map<String, String> variables, String name) {
        return new CatalogLoader(CatalogEnvironment.of(variables))
                .loadText("t.yaml", yaml)
                .agent(name)
                .orElseThrow();
    }
}
