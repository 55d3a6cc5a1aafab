package io.signalbox.cliworker.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.cliworker.command.AgentHost;
import io.signalbox.cliworker.command.Platform;
import io.signalbox.cliworker.detection.FoundAgent.Obstacle;
import io.signalbox.cliworker.process.SandboxSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentDetectorTest {

    @TempDir private Path place;

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    2.1.329 (Claude Code), 2.1.329
                    codex-cli 0.169.0, 0.169.0
                    aider 0.86.3.dev, 0.86.3
                    tool v1.2.3-rc.1, 1.2.3-rc.1
                    """)
    void theVersionIsTheFirstThingThatLooksLikeOne(String printed, String version)
            throws IOException {
        program("tool", "echo 'WARNING: 9.9' >&2; echo '%s'".formatted(printed));

        FoundAgent found = detect("command: tool");

        assertThat(found)
                .isEqualTo(new FoundAgent("t", place.resolve("bin/tool"), version, null, null));
        assertThat(found.usable()).isTrue();
    }

    @Test
    void itIsAskedWithACleanEnvironmentAndAHomeThatIsGoneAfterwards() throws IOException {
        program("tool", "env > %s; touch $HOME/left; echo 1.0".formatted(place.resolve("seen")));

        detect("command: tool\nenv: {TOOL_API_KEY: \"${KEY}\"}");

        String seen = Files.readString(place.resolve("seen"));
        assertThat(seen).doesNotContain("the-key").contains("TERM=dumb", "HOME=");
        Path home =
                Path.of(
                        seen.lines()
                                .filter(line -> line.startsWith("HOME="))
                                .findFirst()
                                .orElseThrow()
                                .substring("HOME=".length()));
        assertThat(home).doesNotExist();
        assertThat(home.getFileName().toString()).startsWith("signalbox-agent-");
    }

    @Test
    void whatIsNotThereIsNotInstalled() {
        FoundAgent found = detect("command: no-such-tool");

        assertThat(found.obstacle()).isEqualTo(Obstacle.NOT_INSTALLED);
        assertThat(found.reason())
                .isEqualTo("no program 'no-such-tool' on the PATH of this worker");
        assertThat(detect("command: {windows: tool}").reason())
                .isEqualTo("it has no command for linux");
    }

    @Test
    void whoCannotTellAVersionIsBroken() throws IOException {
        program("tool", "exit 3");
        assertThat(detect("command: tool").obstacle()).isEqualTo(Obstacle.BROKEN);
        assertThat(detect("command: tool").reason())
                .isEqualTo("asked for its version, it ended with exit code 3");

        Files.writeString(place.resolve("bin/tool"), "#!/nonexistent/interpreter\n");
        assertThat(detect("command: tool").reason()).startsWith("it cannot be started");
    }

    @Test
    void whoHangsIsBrokenAndGone() throws IOException {
        String pidFile = place.resolve("pid").toString();
        program("tool", "echo $$ > %1$s.new; mv %1$s.new %1$s; exec sleep 600".formatted(pidFile));
        AgentDetector impatient = detector(Duration.ofSeconds(2));

        FoundAgent found = impatient.detect(agent("command: tool"));

        assertThat(found.reason()).isEqualTo("it told no version within 2 s");
        if (Files.exists(place.resolve("pid"))) {
            long pid = Long.parseLong(Files.readString(place.resolve("pid")).strip());
            assertThat(
                            ProcessHandle.of(pid)
                                    .map(process -> process.onExit().join())
                                    .map(ProcessHandle::isAlive)
                                    .orElse(false))
                    .isFalse();
        }
    }

    @Test
    void aVersionCanBeLeftUnasked() throws IOException {
        program("tool", "exit 3");

        FoundAgent found = detect("command: tool\nversion_args: []");

        assertThat(found.usable()).isTrue();
        assertThat(found.version()).isNull();
    }

    @Test
    void muchOutputDoesNotHoldItUp() throws IOException {
        program("tool", "echo 4.5.6; head -c 300000 /dev/zero");

        assertThat(detect("command: tool").version()).isEqualTo("4.5.6");
    }

    @Test
    void keysThatAreEmptySignNobodyIn() throws IOException {
        program("tool", "echo 1.0");

        FoundAgent found = detect("command: tool\nenv: {TOOL_API_KEY: \"${NONE:}\", LEVEL: high}");

        assertThat(found.obstacle()).isEqualTo(Obstacle.NOT_SIGNED_IN);
        assertThat(found.reason()).isEqualTo("none of these is there: TOOL_API_KEY");
        assertThat(found.version()).isEqualTo("1.0");
        assertThat(detect("command: tool\nenv: {TOOL_API_KEY: \"${KEY}\"}").usable()).isTrue();
        assertThat(
                        detect("command: tool\nenabled: true\nenv: {TOOL_API_KEY: \"${NONE:}\"}")
                                .usable())
                .isTrue();
    }

    @Test
    void aFileInTheWorkersOwnHomeSignsInToo() throws IOException {
        program("tool", "echo 1.0");
        String entry =
                """
                command: tool
                env: {TOOL_API_KEY: "${NONE:}"}
                signed_in: {any_env: [TOOL_API_KEY], any_file: [~/.tool/token]}
                """;

        assertThat(detect(entry).reason())
                .isEqualTo("none of these is there: TOOL_API_KEY, ~/.tool/token");
        Files.createDirectories(place.resolve("own/.tool"));
        Files.writeString(place.resolve("own/.tool/token"), "x");
        assertThat(detect(entry).usable()).isTrue();
    }

    @Test
    void whoMayOnlyRunBehindWallsNeedsThem() throws IOException {
        program("tool", "echo 1.0");
        String entry = "command: tool\nsandbox: bubblewrap";
        program("bwrap", "echo 'bwrap: No permissions' >&2; exit 1");
        assertThat(detect(entry).obstacle()).isEqualTo(Obstacle.NO_SANDBOX);
        assertThat(detect(entry).reason())
                .isEqualTo(
                        "the catalog says sandbox: bubblewrap, and bwrap does not work on this"
                                + " worker: bwrap: No permissions");

        program("bwrap", "exit 0");
        assertThat(detect(entry).usable()).isTrue();
    }

    @Test
    void theCatalogSwitchesOffWithItsReason() {
        assertThat(detect("command: tool\nenabled: false").reason())
                .isEqualTo("the catalog says enabled: false");
        FoundAgent found = detect("command: tool\nenabled: false\ndisabled_reason: too dear");
        assertThat(found.reason()).isEqualTo("too dear");
        assertThat(found.obstacle()).isEqualTo(Obstacle.DISABLED);
        assertThat(Obstacle.NOT_SIGNED_IN.code()).isEqualTo("not_signed_in");
    }

    private FoundAgent detect(String entry) {
        return detector(Duration.ofMinutes(2)).detect(agent(entry));
    }

    private AgentDetector detector(Duration versionTime) {
        return new AgentDetector(host(), () -> SandboxSearch.in(host().searchPath()), versionTime);
    }

    private AgentHost host() {
        return new AgentHost(
                Platform.LINUX, place.resolve("bin") + ":/usr/bin:/bin", place.resolve("own"));
    }

    private static Agent agent(String entry) {
        return new CatalogLoader(CatalogEnvironment.of(Map.of("KEY", "the-key")))
                .loadText("t.yaml", "agents:\n  t:\n" + entry.indent(4))
                .agent("t")
                .orElseThrow();
    }

    private void program(String name, String script) throws IOException {
        Path file = place.resolve("bin").resolve(name);
        Files.createDirectories(place.resolve("bin"));
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
