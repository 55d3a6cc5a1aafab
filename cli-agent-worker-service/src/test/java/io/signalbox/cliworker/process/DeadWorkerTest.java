package io.signalbox.cliworker.process;

import static io.signalbox.cliworker.process.FakeAgents.BECOME_A_TOOL;
import static io.signalbox.cliworker.process.FakeAgents.TOOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.cliworker.process.ProcessEnd.Cancelled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A worker is killed; what it ran, and what it kept on disk, goes too. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class DeadWorkerTest {

    /** One in its own session, one with a clean environment, one that ignores SIGTERM. */
    private static final String TOOLS =
            "setsid "
                    + TOOL
                    + " & env -i setsid "
                    + TOOL
                    + " </dev/null >/dev/null 2>&1 & "
                    + "bash -c 'trap \"\" TERM; sleep 300; :' deaf \"$1\" & "
                    + "mkdir closed; touch closed/x; chmod 500 closed; echo ready; wait";

    /** A tool, and the agent itself is one too. */
    private static final String LASTING = "(" + BECOME_A_TOOL + ") & echo ready; " + BECOME_A_TOOL;

    /** Starts a tool, ends, and leaves it behind. */
    private static final String SHORT_LIVED = "echo ready; setsid " + TOOL + " & sleep 0.05";

    @TempDir Path runs;

    private final String tag = "tag-" + UUID.randomUUID();

    @Test
    void isCleanedUpAfterByItsSupervisor() throws IOException {
        // Given
        try (WorkerChild child = WorkerChild.start(runs, TOOLS, tag)) {
            assertThat(agents()).hasSizeGreaterThanOrEqualTo(4);

            // When
            child.kill();
        }

        // Then
        Machine.awaitNone(tag);
        Machine.await(() -> names().isEmpty(), "the worker's directory is still there");
        Machine.awaitNone(runs.toString());
    }

    @Test
    void isCleanedUpAfterByTheNextWorkerWhileALivingOneGoesOn() throws IOException {
        // Given a dead worker without a supervisor, and a living one with a run
        try (WorkerChild child = WorkerChild.start(runs, TOOLS, tag)) {
            child.killSupervisor();
            child.kill();
        }
        assertThat(agents()).hasSizeGreaterThanOrEqualTo(4);
        String living = "tag-" + UUID.randomUUID();
        String foreign = Files.createDirectories(runs.resolve("not-a-worker")).toString();
        try (WorkerChild _ = WorkerChild.start(runs, LASTING, living);
                AgentProcesses next = AgentProcesses.start(runs)) {
            List<Long> goingOn = Machine.awaitTools(4, living);

            // When
            int killed = next.sweep();

            // Then
            assertThat(killed).isGreaterThanOrEqualTo(4);
            assertThat(agents()).isEmpty();
            assertThat(Machine.tools(living)).isEqualTo(goingOn);
            assertThat(names()).hasSize(3).contains(Path.of(foreign).getFileName().toString());
            assertThat(next.sweep()).isZero();
        }
        Machine.awaitNone(living);
        Machine.awaitNone(runs.toString());
    }

    /** {@code -Dsignalbox.worker.kills=50} for the bench. */
    @Test
    void isCleanedUpAfterWheneverItIsKilled() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < Integer.getInteger("signalbox.worker.kills", 3); i++) {
            // Given a worker that starts agents all the time
            try (WorkerChild child = WorkerChild.start(runs, SHORT_LIVED, tag)) {
                // When
                LockSupport.parkNanos(random.nextLong(300_000_000));
                child.kill();
            }
        }

        // Then
        Machine.awaitNone(runs.toString());
        Machine.awaitNone(tag);
        assertThat(names()).isEmpty();
    }

    @Test
    void leavesADirectoryAloneThatHasLostItsLock() throws IOException {
        Path empty = Files.createDirectories(runs.resolve(UUID.randomUUID().toString()));
        Path lost = Files.createDirectories(runs.resolve(UUID.randomUUID() + "/run-1"));
        try (AgentProcesses processes = AgentProcesses.start(runs)) {
            assertThat(processes.sweep()).isZero();
            assertThat(lost).exists();
            assertThat(empty).doesNotExist();
        }
    }

    @Test
    void sweepsWhereNothingIsLeft() {
        try (AgentProcesses processes = AgentProcesses.start(runs);
                AgentProcesses second = AgentProcesses.start(runs)) {
            assertThat(processes.sweep()).isZero();
            assertThat(second.sweep()).isZero();
            assertThat(names()).hasSize(2);
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void stopsItsRunsWithItself() throws Exception {
        // Given
        AgentProcesses processes = AgentProcesses.start(runs);
        Path run = Files.createDirectories(processes.runDirectory("run-1"));
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        CompletableFuture<ProcessEnd> end =
                CompletableFuture.supplyAsync(
                        () ->
                                processes.run(
                                        FakeAgents.script("echo ready; " + TOOL, tag, run),
                                        FakeAgents.limitsWithGrace(FakeAgents.LONG),
                                        line -> !ready.complete(true),
                                        new RunCancel(),
                                        "run-1"),
                        FakeAgents.thread());
        ready.join();

        // When
        processes.close();
        processes.close();

        // Then
        assertThat(end.join()).isInstanceOf(Cancelled.class);
        assertThat(agents()).isEmpty();
        assertThat(names()).isEmpty();
        Machine.awaitNone(runs.toString());
    }

    @Test
    void deletesARunsDirectoryWhateverItsRights() throws IOException {
        try (AgentProcesses processes = AgentProcesses.start(runs)) {
            // Given
            Path outside = Files.createDirectories(runs.resolve("outside"));
            Path run = processes.runDirectory("run-1");
            Path closed = Files.createDirectories(run.resolve("a/closed"));
            Files.writeString(closed.resolve("x"), "x");
            Files.createSymbolicLink(run.resolve("link"), outside);
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

            // When
            processes.deleteRunDirectory("run-1");
            processes.deleteRunDirectory("run-1");

            // Then
            assertThat(run).doesNotExist();
            assertThat(outside).exists();
        }
    }

    private List<Long> agents() {
        return Machine.running(tag);
    }

    private List<String> names() {
        try (Stream<Path> children = Files.list(runs)) {
            return children.map(child -> child.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
