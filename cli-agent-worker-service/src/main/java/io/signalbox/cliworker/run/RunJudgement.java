package io.signalbox.cliworker.run;

import io.signalbox.catalog.Agent;
import io.signalbox.cliworker.CliWorkerConfig;
import io.signalbox.cliworker.output.AgentAnswer;
import io.signalbox.cliworker.process.ProcessEnd;
import io.signalbox.cliworker.verdict.AgentJudge;
import io.signalbox.cliworker.verdict.AgentVerdict;
import io.signalbox.cliworker.verdict.RunEnd;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.messaging.attempt.Used;
import io.signalbox.workspace.Changes;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** From a process that has ended to the run's outcome. Used by the run's thread; blocks on git. */
final class RunJudgement {

    private static final Logger LOG = Logger.getLogger(RunJudgement.class);

    private final OneRun run;
    private final Sessions sessions;
    private final CliWorkerConfig config;
    private final InstantSource clock;

    RunJudgement(OneRun run, Sessions sessions, CliWorkerConfig config, InstantSource clock) {
        this.run = run;
        this.sessions = sessions;
        this.config = config;
        this.clock = clock;
    }

    RunOutcome judge(ProcessEnd end, RunWatcher watcher) {
        long latencyMs = watcher.sinceStartMs();
        AgentAnswer answer = run.reader().end(run.totals());
        Changes changes = run.workspace().changes();
        String stderr = end instanceof ProcessEnd.Ran ran ? ran.output().stderrTail() : "";
        AgentVerdict verdict =
                new AgentJudge(run.agent())
                        .judge(of(end), answer, stderr, !changes.files().isEmpty());
        Used used = used(answer, latencyMs, watcher.toFirstMs());
        if (end instanceof ProcessEnd.Cancelled) {
            // Nobody cancelled it: the worker ends its processes because it stops.
            return run.cancel().isCancelled()
                    ? new RunOutcome.Cancelled(used)
                    : new RunOutcome.Left();
        }
        return switch (verdict) {
            case AgentVerdict.Succeeded _ -> answered(answer, changes, used);
            case AgentVerdict.Failed failed when isExpired(end) -> new RunOutcome.Expired(used);
            case AgentVerdict.Failed failed ->
                    new RunOutcome.Failed(failed.error(), patchOfFailure(changes), used);
        };
    }

    private RunEnd of(ProcessEnd end) {
        Agent.Timeouts timeouts = run.agent().timeouts();
        return switch (end) {
            case ProcessEnd.Exited exited -> new RunEnd.Exited(exited.exitCode());
            case ProcessEnd.Lingered _ -> new RunEnd.Lingered();
            case ProcessEnd.Cancelled _ -> new RunEnd.Cancelled();
            case ProcessEnd.NotStarted no -> new RunEnd.NotStarted(no.reason());
            case ProcessEnd.OutputTooLarge _ ->
                    new RunEnd.Stopped(
                            ErrorClass.AGENT_FAILED,
                            "it printed more than %d bytes".formatted(config.maxOutputBytes()));
            case ProcessEnd.TimedOut out ->
                    new RunEnd.Stopped(
                            ErrorClass.TIMEOUT,
                            switch (out.limit()) {
                                case FIRST_OUTPUT ->
                                        "it printed nothing for " + timeouts.firstOutput();
                                case IDLE -> "it printed nothing more for " + timeouts.idle();
                                case TOTAL -> "it was not done in its time";
                            });
        };
    }

    /** The job's own deadline, not the agent's limit, was what ended it. */
    private boolean isExpired(ProcessEnd end) {
        return end instanceof ProcessEnd.TimedOut out
                && out.limit() == ProcessEnd.Limit.TOTAL
                && !clock.instant().isBefore(run.order().admitted().deadline());
    }

    private Used used(AgentAnswer answer, long latencyMs, @Nullable Long ttftMs) {
        Usd cost =
                RunCost.of(run.agent(), run.catalog(), run.model(), answer.usage(), answer.cost());
        return new Used(
                answer.usage(), cost, answer.usage() != null && cost == null, latencyMs, ttftMs);
    }

    private RunOutcome answered(AgentAnswer answer, Changes changes, Used used) {
        List<String> notes = new ArrayList<>(run.workspace().notes());
        notes.addAll(changes.notes());
        if (!answer.deniedTools().isEmpty()) {
            notes.add("tools refused: " + String.join(", ", answer.deniedTools()));
        }
        keepSession(answer, notes);
        return new RunOutcome.Answered(
                answer.text(),
                changes.filesModified(),
                changes.patch(),
                answer.sessionId(),
                notes,
                used);
    }

    private void keepSession(AgentAnswer answer, List<String> notes) {
        OneRun.GoingOn session = run.session();
        if (session == null) {
            if (run.order().admitted().job().routing().session() != null) {
                notes.add("agent/%s has no sessions to go on with".formatted(run.agent().name()));
            }
            return;
        }
        if (session.kept() == null) {
            notes.add("the session began anew: this worker had nothing of it");
        }
        if (answer.sessionId() != null) {
            try {
                sessions.keep(
                        session.place(), new Sessions.Kept(answer.sessionId(), answer.totals()));
            } catch (IOException e) {
                LOG.warnf("a session could not be kept: %s", e);
                notes.add("the session could not be kept");
            }
        }
    }

    private @Nullable String patchOfFailure(Changes changes) {
        String patch = changes.patch();
        return patch != null && patch.length() <= config.maxFailedPatchChars() ? patch : null;
    }
}
