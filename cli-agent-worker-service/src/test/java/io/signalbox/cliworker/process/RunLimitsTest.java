package io.signalbox.cliworker.process;

import static io.signalbox.cliworker.process.FakeAgents.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.cliworker.process.ProcessEnd.Cancelled;
import io.signalbox.cliworker.process.ProcessEnd.Exited;
import io.signalbox.cliworker.process.ProcessEnd.Limit;
import io.signalbox.cliworker.process.ProcessEnd.Lingered;
import io.signalbox.cliworker.process.ProcessEnd.OutputTooLarge;
import io.signalbox.cliworker.process.ProcessEnd.TimedOut;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
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

/** When a run is ended before it ends. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class RunLimitsTest {

    private static final Duration SHORT = Duration.ofMillis(300);

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

    @Test
    void endsWhatHangsInSilence() {
        ProcessEnd end =
                agents.run("sleep 300", FakeAgents.limits(SHORT, LONG, LONG), new RunCancel());

        assertThat(end).isInstanceOf(TimedOut.class);
        assertThat(((TimedOut) end).limit()).isEqualTo(Limit.FIRST_OUTPUT);
        assertThat(((TimedOut) end).output().duration()).isGreaterThanOrEqualTo(SHORT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo hi; sleep 300", "echo hi >&2; sleep 300"})
    void endsWhatFallsSilent(String script) {
        ProcessEnd end = agents.run(script, FakeAgents.limits(LONG, SHORT, LONG), new RunCancel());

        assertThat(((TimedOut) end).limit()).isEqualTo(Limit.IDLE);
        TimedOut timedOut = (TimedOut) end;
        assertThat(timedOut.output().stdout() + timedOut.output().stderrTail()).isEqualTo("hi\n");
    }

    @Test
    void endsWhatGoesOnForEver() {
        ProcessEnd end =
                agents.run(
                        "while :; do echo . >&2; sleep 0.05; done",
                        FakeAgents.limits(LONG, LONG, Duration.ofMillis(700)),
                        new RunCancel());

        assertThat(((TimedOut) end).limit()).isEqualTo(Limit.TOTAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "yes | tr -d '\\n'"})
    void endsAFlood(String script) {
        ProcessEnd end = agents.run(script, FakeAgents.limits(LONG, LONG, LONG), new RunCancel());

        assertThat(end).isInstanceOf(OutputTooLarge.class);
        assertThat(((OutputTooLarge) end).output().stdout()).hasSize(1024 * 1024);
    }

    @Test
    void keepsTheEndOfStderrOfHoweverMuch() {
        ProcessEnd end = agents.run("yes 0123456 | head -n 500000 >&2; echo '\u001b[31mlast' >&2");

        String tail = ((Exited) end).output().stderrTail();
        assertThat(tail).startsWith("0123456\n").endsWith("0123456\nlast\n").hasSizeLessThan(1025);
    }

    @Test
    void isDoneWithTheFinalResultThoughTheAgentLingers() {
        // Given neither limit counts any more
        Duration lingers = Duration.ofSeconds(5);
        ProcessLimits limits =
                new ProcessLimits(
                        LONG,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        1024,
                        1024,
                        SHORT,
                        lingers);

        // When
        ProcessEnd end = agents.run("echo final; sleep 300", limits, new RunCancel());

        // Then
        assertThat(end).isInstanceOf(Lingered.class);
        assertThat(((Lingered) end).output().stdout()).isEqualTo("final\n");
        assertThat(((Lingered) end).output().duration()).isGreaterThanOrEqualTo(lingers);
    }

    @Test
    void letsALingererEndByItself() {
        assertThat(agents.run("echo final; sleep 0.3; exit 4"))
                .isInstanceOfSatisfying(
                        Exited.class,
                        it -> {
                            assertThat(it.exitCode()).isEqualTo(4);
                            assertThat(it.finished()).isTrue();
                        });
    }

    @Test
    void endsOnCancel() {
        ProcessEnd end = agents.cancelledWhenReady("echo ready; sleep 300", LONG, 1).join();

        assertThat(end).isInstanceOf(Cancelled.class);
        assertThat(((Cancelled) end).output().stdout()).isEqualTo("ready\n");
    }

    @Test
    void doesNotStartWhatIsCancelledAlready() {
        RunCancel cancel = new RunCancel();
        cancel.cancel();

        ProcessEnd end = agents.run("touch started", FakeAgents.limits(LONG, LONG, LONG), cancel);

        assertThat(end).isInstanceOf(Cancelled.class);
        assertThat(directory.resolve("started")).doesNotExist();
    }

    @Test
    void takesAnInterruptForACancelAndPassesItOn() {
        // Given
        AtomicBoolean stillSet = new AtomicBoolean();
        CompletableFuture<ProcessEnd> end = new CompletableFuture<>();
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread runner =
                Thread.ofVirtual()
                        .start(() -> {
                            ProcessEnd ended =
                                    agents.run(
                                            agents.command(
                                                    "setsid "
                                                            + FakeAgents.TOOL
                                                            + " & echo ready; exec sleep 300",
                                                    null),
                                            FakeAgents.limits(LONG, LONG, LONG),
                                            line -> !ready.complete(true),
                                            new RunCancel());
                            stillSet.set(Thread.currentThread().isInterrupted());
                            end.complete(ended);
                        });

        // When
        ready.join();
        runner.interrupt();

        // Then
        assertThat(end.join()).isInstanceOf(Cancelled.class);
        assertThat(stillSet).isTrue();
    }
}
