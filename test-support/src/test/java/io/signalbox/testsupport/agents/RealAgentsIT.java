package io.signalbox.testsupport.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.signalbox.testsupport.simulator.ProviderCounts;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The simulator is what real agents take for their provider. One agent, which starts fast, where it
 * is installed or may be; {@code -Dsignalbox.test.agents=all} runs all five. Two of them work for
 * the whole of Signalbox in standalone's tests.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class RealAgentsIT {

    private static final RealAgents AGENTS = RealAgents.ofSystem();
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final ProviderSimulator simulator = ProviderSimulator.start();

    @TempDir private Path directory;

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @EnumSource
    void itTellsTheAnswer(RealAgent agent) throws Exception {
        AgentRun run = run(agent, AgentCase.ANSWERS);

        AgentRun.Ended ended = run.run("answer");

        assertThat(ended.exitCode()).isZero();
        assertThat(said(ended)).contains("The work is done.");
        assertThat(counts(agent).calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void itWritesTheFileThatTheScriptSays(RealAgent agent) throws Exception {
        AgentRun run = run(agent, AgentCase.WRITES_A_FILE);

        AgentRun.Ended ended = run.run("write");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.repository().resolve(AgentScenario.FILE))
                .hasContent(AgentScenario.CONTENT);
        assertThat(said(ended)).contains("The work is done.");
        assertThat(counts(agent).calls()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedKeyEndsItWithAnError(RealAgent agent) throws Exception {
        AgentRun run = run(agent, AgentCase.UNAUTHORIZED);

        AgentRun.Ended ended = run.run("refused");

        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.stdout()).contains("401");
    }

    @ParameterizedTest
    @EnumSource
    void itsCallIsGivenUpWhenItIsKilled(RealAgent agent) throws Exception {
        AgentRun run = run(agent, AgentCase.HANGS);
        SimulatedProvider provider = simulator.provider(agent.entry());

        try (AgentRun.Going going = run.start("hang")) {
            assertThat(provider.await(counts -> counts.inFlight() > 0, LIMIT)).isTrue();
            assertThat(going.process().isAlive()).isTrue();
        }

        assertThat(provider.await(counts -> counts.inFlight() == 0, LIMIT)).isTrue();
        assertThat(provider.counts().aborted()).isPositive();
    }

    private AgentRun run(RealAgent agent, AgentCase happening) {
        assumeThat(
                        agent == RealAgent.CODEX
                                || "all".equals(System.getProperty("signalbox.test.agents")))
                .as("%s runs only with -Dsignalbox.test.agents=all", agent)
                .isTrue();
        Availability availability = AGENTS.provide(agent);
        assumeThat(availability).isInstanceOf(Availability.Ready.class);
        AgentScenario scenario =
                new AgentScenario(agent, simulator, agent.entry(), directory.resolve("settings"));
        scenario.play(happening);
        Path command = ((Availability.Ready) availability).command();
        return new AgentRun(agent, scenario, command, directory);
    }

    private ProviderCounts counts(RealAgent agent) {
        return simulator.provider(agent.entry()).counts();
    }

    /** Some give the answer away word by word, each in its own line. */
    private static String said(AgentRun.Ended ended) {
        StringBuilder said = new StringBuilder(ended.stdout()).append('\n');
        Matcher parts =
                Pattern.compile("\"content\":\"([^\"]*)\",\"delta\":true").matcher(ended.stdout());
        while (parts.find()) {
            said.append(parts.group(1));
        }
        return said.toString();
    }
}
