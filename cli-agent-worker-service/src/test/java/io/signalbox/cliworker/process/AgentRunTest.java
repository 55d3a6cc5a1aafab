package io.signalbox.cliworker.process;

import static io.signalbox.cliworker.process.FakeAgents.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.cliworker.process.ProcessEnd.Exited;
import io.signalbox.cliworker.process.ProcessEnd.NotStarted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes into an agent, and what comes out of it. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class AgentRunTest {

    private static final ProcessLimits LIMITS = FakeAgents.limits(LONG, LONG, LONG);

    @TempDir Path directory;

    private FakeAgents agents;

    @BeforeEach
    void start() {
        agents = new FakeAgents(directory);
    }

    @AfterEach
    void stop() {
        agents.close();
    }

    @ParameterizedTest
    @CsvSource({"exit 0, 0", "exit 7, 7", "kill -TERM $$, 143", "kill -KILL $$, 137"})
    void tellsHowItEnded(String script, int exitCode) {
        ProcessEnd end = agents.run(script);

        assertThat(end)
                .isInstanceOfSatisfying(
                        Exited.class,
                        it -> {
                            assertThat(it.exitCode()).isEqualTo(exitCode);
                            assertThat(it.finished()).isFalse();
                        });
    }

    @Test
    void keepsWhatItPrintsAndTellsItLineByLine() {
        // Given
        List<String> lines = new ArrayList<>();
        String script =
                "printf 'first\\n\\ncaf\\xc3'; sleep 0.1; printf '\\xa9\\r\\nlast'; echo oh >&2";

        // When
        ProcessEnd end =
                agents.run(
                        agents.command(script, null),
                        LIMITS,
                        line -> !lines.add(line),
                        new RunCancel());

        // Then
        assertThat(lines).containsExactly("first", "", "café", "last");
        ProcessOutput output = ((Exited) end).output();
        assertThat(output.stdout()).isEqualTo("first\n\ncafé\r\nlast");
        assertThat(output.stderrTail()).isEqualTo("oh\n");
        assertThat(output.leftBehind()).isZero();
    }

    @Test
    void knowsAFinalResultBeforeTheEnd() {
        assertThat(agents.run("echo final; exit 3"))
                .isInstanceOfSatisfying(
                        Exited.class,
                        it -> {
                            assertThat(it.exitCode()).isEqualTo(3);
                            assertThat(it.finished()).isTrue();
                        });
    }

    @Test
    void writesALongPromptWhileTheAgentPrints() throws NoSuchAlgorithmException {
        // Given more than any pipe holds, both ways
        String prompt = "-0123456789abcdé".repeat(64 * 1024);

        // When
        ProcessEnd end =
                agents.run(
                        agents.command(
                                "head -c 500000 /dev/zero | tr '\\0' x; echo; md5sum; cat", prompt),
                        LIMITS,
                        line -> false,
                        new RunCancel());

        // Then
        String stdout = ((Exited) end).output().stdout();
        assertThat(stdout.lines().toList().get(1)).startsWith(md5(prompt));
    }

    @Test
    void mayLeaveItsPromptUnread() {
        ProcessEnd end =
                agents.run(
                        agents.command("exec <&-; echo done; sleep 0.1", "x".repeat(2_000_000)),
                        LIMITS,
                        line -> false,
                        new RunCancel());

        assertThat(((Exited) end).output().stdout()).isEqualTo("done\n");
    }

    @Test
    void readsNothingWhereNothingIsGiven() {
        ProcessEnd end = agents.run("cat; readlink /proc/$$/fd/0");

        assertThat(((Exited) end).output().stdout()).isEqualTo("/dev/null\n");
    }

    @Test
    void takesArgumentsAndVariablesAsTheyAre() {
        // Given
        List<String> argv = List.of("printf", "<%s>", "--help", "$(id) `id` \"'*\\ é\n;", "");
        Map<String, String> environment = Map.of("ONLY", "a $HOME\nb");

        // When
        ProcessEnd printed = run(new AgentCommand(argv, environment, directory, null));
        ProcessEnd env = run(new AgentCommand(List.of("env", "-0"), environment, directory, null));

        // Then
        assertThat(((Exited) printed).output().stdout())
                .isEqualTo("<--help><$(id) `id` \"'*\\ é\n;><>");
        assertThat(((Exited) env).output().stdout().split("\0"))
                .hasSize(3)
                .contains("ONLY=a $HOME\nb")
                .anyMatch(entry -> entry.startsWith("SIGNALBOX_RUN="))
                .anyMatch(entry -> entry.startsWith("SIGNALBOX_WORKER="));
    }

    /** Ctrl-C in the worker's terminal is for the worker, which then ends its runs. */
    @Test
    void hasASessionOfItsOwn() {
        ProcessEnd end = agents.run("cut -d ' ' -f 1,6 /proc/$$/stat");

        String[] idAndSession = ((Exited) end).output().stdout().strip().split(" ", -1);
        assertThat(idAndSession[0]).isEqualTo(idAndSession[1]);
    }

    @Test
    void findsAProgramInItsDirectory() throws IOException {
        Path program = Files.writeString(directory.resolve("own agent"), "#!/bin/sh\necho $1");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        ProcessEnd end =
                run(new AgentCommand(List.of("./own agent", "-x"), Map.of(), directory, null));

        assertThat(((Exited) end).output().stdout()).isEqualTo("-x\n");
    }

    @Test
    void saysWhyItWasNotStarted() {
        AgentCommand unknown =
                new AgentCommand(List.of("no-such-agent", "a prompt"), Map.of(), directory, null);
        AgentCommand nowhere =
                new AgentCommand(List.of("true"), Map.of(), directory.resolve("gone"), null);
        AgentCommand nul = new AgentCommand(List.of("echo", "a\0b"), Map.of(), directory, null);
        AgentCommand tooLong =
                new AgentCommand(List.of("echo", "x".repeat(200_000)), Map.of(), directory, null);

        assertThat(((NotStarted) run(unknown)).reason())
                .contains("no-such-agent", "PATH")
                .doesNotContain("a prompt");
        assertThat(((NotStarted) run(nowhere)).reason()).contains("gone");
        assertThat(run(nul)).isEqualTo(new NotStarted("an argument holds a NUL character"));
        assertThat(((NotStarted) run(tooLong)).reason()).contains("too long").doesNotContain("xx");
    }

    @Test
    void endsWhatItsListenerCannotBear() {
        assertThatThrownBy(() ->
                        agents.run(
                                agents.command("echo one; sleep 300; " + FakeAgents.TOOL, null),
                                LIMITS,
                                line -> {
                                    throw new IllegalStateException("no " + line);
                                },
                                new RunCancel()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no one");
    }

    @Test
    void showsNothingSecretInItsText() {
        AgentCommand command =
                new AgentCommand(
                        List.of("claude", "secret"), Map.of("K", "secret"), directory, "secret");

        assertThat(command.toString()).contains("claude").doesNotContain("secret");
        assertThat(agents.run("echo secret; echo secret >&2").toString()).doesNotContain("secret");
    }

    private ProcessEnd run(AgentCommand command) {
        return agents.run(command, LIMITS, line -> false, new RunCancel());
    }

    private static String md5(String text) throws NoSuchAlgorithmException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }
}
