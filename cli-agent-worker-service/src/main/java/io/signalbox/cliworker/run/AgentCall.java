package io.signalbox.cliworker.run;

import io.signalbox.catalog.Agent;
import io.signalbox.cliworker.CliWorkerConfig;
import io.signalbox.cliworker.command.AgentCommands;
import io.signalbox.cliworker.command.AgentHome;
import io.signalbox.cliworker.command.CommandOutcome;
import io.signalbox.cliworker.command.RunInput;
import io.signalbox.cliworker.process.AgentCommand;
import io.signalbox.cliworker.process.ProcessEnd;
import io.signalbox.cliworker.process.ProcessLimits;
import io.signalbox.cliworker.process.Sandbox;
import io.signalbox.cliworker.process.SandboxSearch;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.Job;
import io.signalbox.messaging.attempt.Used;
import io.signalbox.workspace.FileText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a run that is ready to its process, and from there to its outcome. Thread-safe; blocks. */
final class AgentCall {

    private final Machine machine;
    private final AgentCommands commands;
    private final CliWorkerConfig config;
    private final InstantSource clock;

    AgentCall(Machine machine, CliWorkerConfig config, InstantSource clock) {
        this.machine = machine;
        this.commands = new AgentCommands(machine.host());
        this.config = config;
        this.clock = clock;
    }

    RunOutcome make(OneRun run, RunWrites writes) throws IOException {
        Job job = run.order().admitted().job();
        String instruction = null;
        if (job.instructionFile() != null) {
            switch (run.workspace().instruction(job.instructionFile())) {
                case FileText.Text text -> instruction = text.text();
                case FileText.Refused refused -> {
                    return failed(refused.errorClass(), refused.reason());
                }
            }
        }
        Optional<String> missing = missingFile(run);
        if (missing.isPresent()) {
            return failed(ErrorClass.INVALID_REQUEST, missing.get());
        }
        RunInput input =
                new RunInput(
                        PromptText.of(job, instruction),
                        run.model(),
                        run.agentSession(),
                        run.workspace().directory(),
                        run.directories().home(),
                        run.directories().temp(),
                        run.directories().promptFile(),
                        Map.of());
        return switch (commands.build(run.agent(), input)) {
            case CommandOutcome.Refused refused -> failed(refused.errorClass(), refused.reason());
            case CommandOutcome.Built built -> start(run, built, writes);
        };
    }

    private static RunOutcome failed(ErrorClass errorClass, String message) {
        return RunOutcome.Failed.unstarted(AttemptError.of(errorClass, message));
    }

    /** An agent reads its files itself: only whether they are there is looked at. */
    private static Optional<String> missingFile(OneRun run) {
        Job job = run.order().admitted().job();
        List<String> files = job.workspace() == null ? List.of() : job.workspace().contextFiles();
        Path root = run.workspace().directory();
        return files.stream()
                .filter(file -> !Files.exists(root.resolve(file)))
                .findFirst()
                .map(file -> "workspace.context_files: there is no %s".formatted(file));
    }

    private RunOutcome start(OneRun run, CommandOutcome.Built built, RunWrites writes)
            throws IOException {
        Agent agent = run.agent();
        AgentHome.prepare(machine.host(), agent, run.directories().home(), built.command().files());
        Map<String, String> environment = new HashMap<>(built.command().env());
        environment.putAll(run.workspace().environment());
        List<String> argv = built.command().argv();
        if (agent.sandbox() == Agent.Sandbox.BUBBLEWRAP) {
            switch (machine.sandbox()) {
                case SandboxSearch.Found(Sandbox sandbox) ->
                        argv = sandbox.wrap(argv, run.workspace().directory(), writable(run));
                case SandboxSearch.Missing(String why) -> {
                    return failed(
                            ErrorClass.UNAVAILABLE,
                            "agent/%s asks for sandbox: bubblewrap, and %s"
                                    .formatted(agent.name(), why));
                }
            }
        }
        Duration left = Duration.between(clock.instant(), run.order().admitted().deadline());
        if (!left.isPositive()) {
            return new RunOutcome.Expired(Used.NOTHING);
        }
        Optional<RunOutcome> dayIsFull = machine.turns().take(agent);
        if (dayIsFull.isPresent()) {
            return dayIsFull.get();
        }
        RunWatcher watcher = new RunWatcher(run, writes, clock);
        ProcessEnd end =
                machine.processes()
                        .run(
                                new AgentCommand(
                                        argv,
                                        environment,
                                        run.workspace().directory(),
                                        built.command().stdin()),
                                limits(agent, left),
                                watcher,
                                run.cancel(),
                                run.runId());
        return new RunJudgement(run, machine.sessions(), config, clock).judge(end, watcher);
    }

    private static List<Path> writable(OneRun run) {
        return new ArrayList<>(
                List.of(
                        run.workspace().directory(),
                        run.directories().home(),
                        run.directories().temp()));
    }

    private ProcessLimits limits(Agent agent, Duration left) {
        Agent.Timeouts timeouts = agent.timeouts();
        ProcessLimits usual =
                ProcessLimits.of(
                        timeouts.firstOutput(),
                        timeouts.idle(),
                        timeouts.total().compareTo(left) < 0 ? timeouts.total() : left);
        return new ProcessLimits(
                usual.firstOutput(),
                usual.idle(),
                usual.total(),
                config.maxOutputBytes(),
                config.logTailBytes(),
                usual.termGrace(),
                usual.linger());
    }
}
