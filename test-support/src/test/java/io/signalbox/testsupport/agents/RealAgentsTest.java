package io.signalbox.testsupport.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Installing, with a shell script in npm's place. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class RealAgentsTest {

    /** {@code npm install --prefix <dir> ...}: both programs that an agent may need. */
    private static final String GOOD_NPM =
            """
            echo "$@" >> %s
            mkdir -p "$3/node_modules/.bin"
            for program in claude codex node; do
                printf '#!/bin/sh\\necho "$0 $1 $PATH"\\n' > "$3/node_modules/.bin/$program"
                chmod +x "$3/node_modules/.bin/$program"
            done
            """;

    @TempDir private Path directory;

    @Test
    void anAgentIsInstalledOnceAndThenThere() throws Exception {
        // Given
        RealAgents agents = agents(npm(GOOD_NPM), true, Duration.ofSeconds(30), 0);
        assertThat(agents.look(RealAgent.CLAUDE_CODE)).isInstanceOf(Availability.Missing.class);

        // When
        Availability first = agents.provide(RealAgent.CLAUDE_CODE);
        Availability second = agents.provide(RealAgent.CLAUDE_CODE);

        // Then
        assertThat(first)
                .isEqualTo(
                        new Availability.Ready(
                                cache().resolve("claude_code-2.1.329/node_modules/.bin/claude")));
        assertThat(second).isEqualTo(first);
        assertThat(agents.look(RealAgent.CLAUDE_CODE)).isEqualTo(first);
        assertThat(installed()).hasSize(1);
        assertThat(installed().getFirst()).endsWith("@anthropic-ai/claude-code@2.1.329");
    }

    @Test
    void oneThatRunsOnNodeGetsItsOwn() throws Exception {
        // Given
        RealAgents agents = agents(npm(GOOD_NPM), true, Duration.ofSeconds(30), 0);

        // When
        Path command = command(agents.provide(RealAgent.CODEX));

        // Then
        assertThat(installed()).hasSize(2);
        String said = said(command, "it's");
        assertThat(said)
                .startsWith(cache().resolve("codex-0.169.0/node_modules/.bin/codex") + " it's ")
                .contains(" " + cache().resolve("node-22.23.3/node_modules/.bin") + ":");
        assertThat(command(agents.look(RealAgent.CODEX))).isEqualTo(command);
    }

    @Test
    void whatFailsHalfwayIsNotThereAndLeavesNothingBehind() throws Exception {
        RealAgents agents =
                agents(npm(GOOD_NPM + "echo no space; exit 3\n"), true, Duration.ofSeconds(30), 0);

        Availability failed = agents.provide(RealAgent.CLAUDE_CODE);
        agents.provide(RealAgent.CLAUDE_CODE);

        assertThat(reason(failed)).contains("claude-code@2.1.329 ended with 3");
        assertThat(agents.look(RealAgent.CLAUDE_CODE)).isInstanceOf(Availability.Missing.class);
        assertThat(installed()).as("tried once").hasSize(1);
        assertThat(names(cache())).containsExactly(".installing", "claude_code-2.1.329.log");
    }

    @Test
    void oneThatTakesTooLongIsEndedWithItsChildren() throws Exception {
        Path pids = directory.resolve("pids");
        RealAgents agents =
                agents(
                        npm("sleep 600 & echo $! >> %s; echo $$ >> %1$s; wait\n".formatted(pids)),
                        true,
                        Duration.ofSeconds(6),
                        0);

        Availability failed = agents.provide(RealAgent.CLAUDE_CODE);

        assertThat(reason(failed)).contains("was not installed within PT6S");
        for (String pid : Files.readAllLines(pids)) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(left -> left.onExit().join());
        }
    }

    @Test
    void nothingIsInstalledWhereItMayNotBeOrDoesNotFit() throws Exception {
        RealAgents forbidden = agents(npm(GOOD_NPM), false, Duration.ofSeconds(30), 0);
        RealAgents full = agents(npm(GOOD_NPM), true, Duration.ofSeconds(30), Long.MAX_VALUE);
        RealAgents noNpm = agents("no-such-npm", true, Duration.ofSeconds(30), 0);

        assertThat(reason(forbidden.provide(RealAgent.CLAUDE_CODE)))
                .contains("may not be installed");
        assertThat(reason(full.provide(RealAgent.CLAUDE_CODE))).contains("bytes left");
        assertThat(reason(noNpm.provide(RealAgent.CLAUDE_CODE))).contains("no-such-npm");
        assertThat(directory.resolve("installed")).doesNotExist();
    }

    @Test
    void twoAtOnceInstallOnce() throws Exception {
        String npm = npm(GOOD_NPM);
        List<RealAgents> both =
                IntStream.range(0, 2)
                        .mapToObj(_ -> agents(npm, true, Duration.ofSeconds(30), 0))
                        .toList();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Availability>> provided =
                    both.stream()
                            .map(agents ->
                                    CompletableFuture.supplyAsync(
                                            () -> agents.provide(RealAgent.CLAUDE_CODE), threads))
                            .toList();
            provided.forEach(
                    each -> assertThat(each.join()).isInstanceOf(Availability.Ready.class));
        }

        assertThat(installed()).hasSize(1);
    }

    private RealAgents agents(String npm, boolean allowed, Duration limit, long freeBytes) {
        return new RealAgents(new InstallConfig(cache(), npm, allowed, limit, freeBytes));
    }

    private Path cache() {
        return directory.resolve("cache's");
    }

    /**
     * @param script may have one place for the path of the list of installations
     */
    private String npm(String script) throws IOException {
        Path npm = directory.resolve("npm");
        String lines = "#!/bin/sh\n" + script.formatted(directory.resolve("installed"));
        Files.writeString(npm, lines);
        Files.setPosixFilePermissions(npm, PosixFilePermissions.fromString("rwx------"));
        return npm.toString();
    }

    private List<String> installed() throws IOException {
        return Files.readAllLines(directory.resolve("installed"));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Path command(Availability availability) {
        return ((Availability.Ready) availability).command();
    }

    private static String reason(Availability availability) {
        return ((Availability.Missing) availability).reason();
    }

    private static String said(Path command, String argument) throws IOException {
        Process process = new ProcessBuilder(command.toString(), argument).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
