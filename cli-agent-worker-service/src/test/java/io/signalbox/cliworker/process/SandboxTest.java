package io.signalbox.cliworker.process;

import static io.signalbox.cliworker.process.FakeAgents.TOOL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.signalbox.cliworker.process.ProcessEnd.Cancelled;
import io.signalbox.cliworker.process.ProcessEnd.Exited;
import io.signalbox.cliworker.process.SandboxSearch.Found;
import io.signalbox.cliworker.process.SandboxSearch.Missing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class SandboxTest {

    @TempDir Path directory;

    @Test
    void wrapsTheCommandAsItIs() {
        List<String> argv = List.of("claude", "-p", "--bind");

        List<String> wrapped =
                new Sandbox(Path.of("/usr/bin/bwrap"))
                        .wrap(argv, Path.of("/w"), List.of(Path.of("/w"), Path.of("/h")));

        assertThat(wrapped)
                .startsWith("/usr/bin/bwrap", "--unshare-pid")
                .containsSubsequence("--ro-bind", "/", "--tmpfs", "/tmp", "--bind", "/w", "/w")
                .containsSubsequence("--bind", "/h", "/h", "--chdir", "/w", "--")
                .endsWith("--", "claude", "-p", "--bind")
                .doesNotContain("--unshare-net");
    }

    @Test
    void whyThereIsNoneIsTold() throws IOException {
        Path broken =
                Files.writeString(
                        directory.resolve("bwrap"),
                        "#!/bin/sh\necho 'bwrap: No permissions' >&2\necho more\nexit 1\n");
        assertThat(broken.toFile().setExecutable(true)).isTrue();

        assertThat(SandboxSearch.in("/nowhere::relative"))
                .isEqualTo(new Missing("bwrap is not on the PATH of this worker"));
        assertThat(SandboxSearch.in(directory.toString()))
                .isEqualTo(
                        new Missing("bwrap does not work on this worker: bwrap: No permissions"));
    }

    @Test
    void keepsTheAgentToWhatItMayWrite() throws IOException {
        // Given
        Sandbox sandbox = installed();
        Path workspace = Files.createDirectories(directory.resolve("workspace"));
        String script =
                "echo mine >file; echo no >../no; echo no >/etc/signalbox-no; echo tmp >/tmp/own"
                        + " && cat file /tmp/own; ls /proc | grep -c '^[0-9]'; exit 6";

        try (FakeAgents agents = new FakeAgents(directory)) {
            // When
            ProcessEnd end =
                    agents.run(
                            walled(sandbox, agents.command(script, null), workspace),
                            FakeAgents.limitsWithGrace(FakeAgents.LONG),
                            line -> false,
                            new RunCancel());

            // Then
            assertThat(((Exited) end).exitCode()).isEqualTo(6);
            List<String> lines = ((Exited) end).output().stdout().lines().toList();
            assertThat(lines).startsWith("mine", "tmp");
            assertThat(Integer.parseInt(lines.get(2))).isLessThan(10);
            assertThat(workspace.resolve("file")).hasContent("mine");
            assertThat(directory.resolve("no")).doesNotExist();
        }
    }

    @Test
    void endsWithAllThatIsInIt() throws IOException {
        // Given
        Sandbox sandbox = installed();
        RunCancel cancel = new RunCancel();
        try (FakeAgents agents = new FakeAgents(directory)) {
            String script =
                    "trap '' TERM; (env -i setsid "
                            + TOOL
                            + " </dev/null >/dev/null 2>&1 &); echo ready; while :; do sleep 9; done";

            // When
            ProcessEnd end =
                    CompletableFuture.supplyAsync(
                                    () ->
                                            agents.run(
                                                    walled(
                                                            sandbox,
                                                            agents.command(script, null),
                                                            directory),
                                                    FakeAgents.limitsWithGrace(FakeAgents.LONG),
                                                    line -> {
                                                        cancel.cancel();
                                                        return false;
                                                    },
                                                    cancel),
                                    FakeAgents.thread())
                            .join();

            // Then
            assertThat(end).isInstanceOf(Cancelled.class);
            assertThat(Machine.running(agents.tag)).isEmpty();
        }
    }

    private static AgentCommand walled(Sandbox sandbox, AgentCommand command, Path workspace) {
        return new AgentCommand(
                sandbox.wrap(command.argv(), workspace, List.of(workspace)),
                command.environment(),
                workspace,
                null);
    }

    private static Sandbox installed() {
        SandboxSearch search = SandboxSearch.in(System.getenv("PATH"));
        assumeTrue(search instanceof Found, search::toString);
        return ((Found) search).sandbox();
    }
}
