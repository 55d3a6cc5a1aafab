package io.signalbox.cliworker.process;

import static io.signalbox.cliworker.process.FakeAgents.BECOME_A_TOOL;
import static io.signalbox.cliworker.process.FakeAgents.TOOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.cliworker.process.ProcessEnd.Cancelled;
import io.signalbox.cliworker.process.ProcessEnd.Exited;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing outlives a run, whatever it does to get away. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class ProcessTreeTest {

    private static final Duration GRACE = Duration.ofMillis(300);

    /** Own session, own parent: process 1's. */
    private static final String DOUBLE_FORK =
            "(setsid bash -c '(sleep 300; :) & exec sleep 0' daemon \"$1\" &) ; ";

    private static final String IN_OWN_SESSION = "setsid " + TOOL + " & ";
    private static final String QUIET = " </dev/null >/dev/null 2>&1 & ";

    /** A tool in its own session, and the agent itself is one too. */
    private static final String LASTING =
            "setsid bash -c '%1$s' shell \"$1\" & echo ready; %1$s".formatted(BECOME_A_TOOL);

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
    @ValueSource(
            strings = {
                IN_OWN_SESSION,
                DOUBLE_FORK,
                TOOL + QUIET,
                "trap '' TERM; " + IN_OWN_SESSION + DOUBLE_FORK,
                "env -i setsid " + TOOL + QUIET,
                "bash -c 'trap \"\" TERM; sleep 300; :' deaf \"$1\" & "
            })
    void isGoneAfterACancel(String tools) {
        // When the tools are there
        ProcessEnd end =
                agents.cancelledWhenReady(
                                tools + "echo ready; while :; do sleep 300; done", GRACE, 1)
                        .join();

        // Then
        assertThat(end).isInstanceOf(Cancelled.class);
        assertThat(Machine.running(agents.tag)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TOOL + " & ",
                "setsid " + TOOL + QUIET,
                DOUBLE_FORK,
                // A clean environment and nothing of the agent's, but long enough seen as its own.
                "env -i setsid " + TOOL + QUIET + "sleep 5; "
            })
    void isGoneAfterTheAgentsOwnEnd(String tools) {
        ProcessEnd end = agents.run(tools + "echo done; exit 5");

        assertThat(((Exited) end).exitCode()).isEqualTo(5);
        assertThat(((Exited) end).output().leftBehind()).isPositive();
        assertThat(Machine.running(agents.tag)).isEmpty();
    }

    @Test
    void knowsAToolWithACleanEnvironmentByThePipeThatItHolds() {
        // Given an agent that does not end before it has been looked at once
        Path go = directory.resolve("go");
        String script =
                "env -i setsid " + TOOL + " & echo started; while [ ! -e go ]; do sleep 0.01; done";

        // When
        ProcessEnd end =
                agents.run(
                        agents.command(script, null),
                        FakeAgents.limitsWithGrace(GRACE),
                        line -> !go.toFile().mkdir(),
                        new RunCancel());

        // Then
        assertThat(((Exited) end).output().leftBehind()).isPositive();
        assertThat(Machine.running(agents.tag)).isEmpty();
    }

    @Test
    void knowsAToolWithACleanEnvironmentByItsHome() {
        // Given
        String runId = "run-1";
        String home = agents.processes.runDirectory(runId).resolve("home").toString();
        AgentCommand command =
                new AgentCommand(
                        List.of(
                                "bash",
                                "-c",
                                "(env -i HOME=$HOME setsid " + TOOL + QUIET + ")",
                                "agent",
                                agents.tag),
                        Map.of("HOME", home, "PATH", System.getenv("PATH")),
                        directory,
                        null);

        // When
        ProcessEnd end =
                agents.processes.run(
                        command,
                        FakeAgents.limitsWithGrace(GRACE),
                        line -> false,
                        new RunCancel(),
                        runId);

        // Then
        assertThat(((Exited) end).output().leftBehind()).isPositive();
        assertThat(Machine.running(agents.tag)).isEmpty();
    }

    @Test
    void givesAToolTheTimeToPutThingsInOrder() {
        // Given one that has a helper do it, which has a helper too
        String tool =
                "trap \"bash -c \\\"sleep 0.5 && touch tidy\\\"; exit\" TERM; touch set;"
                        + " while :; do sleep 0.05; done";

        // When
        ProcessEnd end =
                agents.run(
                        "bash -c '"
                                + tool
                                + "' tool \"$1\" & while [ ! -e set ]; do sleep 0.02; done");

        // Then
        assertThat(end).isInstanceOf(Exited.class);
        assertThat(directory.resolve("tidy")).exists();
    }

    @Test
    void leavesOtherRunsAlone() {
        // Given
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        RunCancel cancel = new RunCancel();
        CompletableFuture<ProcessEnd> other =
                CompletableFuture.supplyAsync(
                        () ->
                                agents.run(
                                        agents.command(LASTING, null),
                                        FakeAgents.limitsWithGrace(GRACE),
                                        line -> !ready.complete(true),
                                        cancel),
                        FakeAgents.thread());
        ready.join();
        List<Long> before = Machine.awaitTools(2, agents.tag);

        // When
        agents.run(IN_OWN_SESSION + "echo done");

        // Then
        assertThat(Machine.running(agents.tag)).isEqualTo(before);
        cancel.cancel();
        assertThat(other.join()).isInstanceOf(Cancelled.class);
    }

    /** {@code -Dsignalbox.kills=200} for the bench. */
    @Test
    void isGoneWheneverItIsKilled() {
        // Given
        int kills = Integer.getInteger("signalbox.kills", 40);
        Random random = new Random(5);
        Semaphore atOnce = new Semaphore(4);
        String script =
                "trap '' TERM; "
                        + IN_OWN_SESSION
                        + DOUBLE_FORK
                        + "mkdir -p \"$HOME\"; touch \"$HOME/x\"; echo ready; exec "
                        + TOOL;

        // When
        List<CompletableFuture<ProcessEnd>> ends =
                IntStream.range(0, kills)
                        .mapToObj(_ -> {
                            atOnce.acquireUninterruptibly();
                            return killedAfter(script, random.nextInt(120))
                                    .whenComplete((_, _) -> atOnce.release());
                        })
                        .toList();

        // Then
        assertThat(ends).allMatch(end -> end.join() instanceof Cancelled);
        assertThat(Machine.running(agents.tag)).isEmpty();
        agents.close();
        assertThat(directory.resolve("runs")).isEmptyDirectory();
    }

    private CompletableFuture<ProcessEnd> killedAfter(String script, int millis) {
        RunCancel cancel = new RunCancel();
        String runId = UUID.randomUUID().toString();
        AgentCommand plain = agents.command(script, null);
        AgentCommand command =
                new AgentCommand(
                        plain.argv(),
                        Map.of(
                                "PATH",
                                System.getenv("PATH"),
                                "HOME",
                                agents.processes.runDirectory(runId).toString()),
                        directory,
                        null);
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(cancel::cancel);
        return CompletableFuture.supplyAsync(
                () ->
                        agents.processes.run(
                                command,
                                FakeAgents.limitsWithGrace(Duration.ofMillis(100)),
                                line -> false,
                                cancel,
                                runId),
                FakeAgents.thread());
    }
}
