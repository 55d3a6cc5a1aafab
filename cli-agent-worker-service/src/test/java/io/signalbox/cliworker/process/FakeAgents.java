package io.signalbox.cliworker.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A worker whose agents are bash scripts. Each script is called with a tag as $1, which it gives to
 * what it starts. Closing fails where something with the tag is left.
 */
final class FakeAgents implements AutoCloseable {

    static final Duration LONG = Duration.ofMinutes(2);

    /** A tool: by its tag it can be found, whatever it does. */
    static final String TOOL = "bash -c 'sleep 300; :' tool \"$1\"";

    /**
     * A shell turns into a tool that forks no more: {@link Machine#tools} finds it as soon as it is
     * one, and neither the shell nor anything else.
     */
    static final String BECOME_A_TOOL = "exec -a \"tool $1\" sleep 300";

    final String tag = "tag-" + UUID.randomUUID();
    final AgentProcesses processes;
    private final Path directory;

    FakeAgents(Path directory) {
        this.directory = directory;
        this.processes = AgentProcesses.start(directory.resolve("runs"));
    }

    AgentCommand command(String script, @Nullable String stdin) {
        AgentCommand command = script(script, tag, directory);
        return new AgentCommand(command.argv(), command.environment(), directory, stdin);
    }

    static AgentCommand script(String script, String tag, Path directory) {
        return new AgentCommand(
                List.of("bash", "-c", script, "agent", tag),
                Map.of("PATH", System.getenv("PATH")),
                directory,
                null);
    }

    ProcessEnd run(String script) {
        return run(script, limits(LONG, LONG, LONG), new RunCancel());
    }

    ProcessEnd run(String script, ProcessLimits limits, RunCancel cancel) {
        return run(command(script, null), limits, line -> line.equals("final"), cancel);
    }

    ProcessEnd run(
            AgentCommand command, ProcessLimits limits, OutputListener listener, RunCancel cancel) {
        return processes.run(command, limits, listener, cancel, UUID.randomUUID().toString());
    }

    /** In the background; cancelled when the agent prints {@code ready}, {@code times} times. */
    CompletableFuture<ProcessEnd> cancelledWhenReady(String script, Duration grace, int times) {
        RunCancel cancel = new RunCancel();
        List<String> seen = new ArrayList<>();
        OutputListener listener =
                line -> {
                    seen.add(line);
                    if (seen.size() == times) {
                        cancel.cancel();
                    }
                    return false;
                };
        return CompletableFuture.supplyAsync(
                () -> run(command(script, null), limitsWithGrace(grace), listener, cancel),
                thread());
    }

    static Executor thread() {
        return task -> Thread.ofVirtual().start(task);
    }

    static ProcessLimits limits(Duration firstOutput, Duration idle, Duration total) {
        return new ProcessLimits(
                firstOutput, idle, total, 1024 * 1024, 1024, Duration.ofSeconds(10), LONG);
    }

    static ProcessLimits limitsWithGrace(Duration grace) {
        return new ProcessLimits(LONG, LONG, LONG, 1024 * 1024, 1024, grace, LONG);
    }

    @Override
    public void close() {
        List<Long> left = Machine.running(tag);
        processes.close();
        left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        if (!left.isEmpty()) {
            throw new AssertionError("processes left: " + left);
        }
    }
}
