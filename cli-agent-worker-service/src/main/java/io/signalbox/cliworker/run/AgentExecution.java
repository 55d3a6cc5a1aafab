package io.signalbox.cliworker.run;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.cliworker.CliWorkerConfig;
import io.signalbox.cliworker.output.AnswerReader;
import io.signalbox.cliworker.process.RunCancel;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.Workspace;
import io.signalbox.messaging.attempt.Used;
import io.signalbox.workspace.BranchOutcome;
import io.signalbox.workspace.OpenWorkspace;
import io.signalbox.workspace.Opened;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has an agent do a job: its turn, a workspace, a HOME, the process, and what came of it. Blocks
 * until nothing of the run is left but its workspace. Thread-safe.
 */
@Singleton
class AgentExecution {

    private static final Logger LOG = Logger.getLogger(AgentExecution.class);

    /** After which somebody else has ended a run in the same session. */
    private static final Duration SESSION_BUSY = Duration.ofSeconds(5);

    private final ActiveCatalog catalog;
    private final Machine machine;
    private final OpenRuns runs;
    private final AgentCall call;
    private final InstantSource clock = InstantSource.system();

    AgentExecution(ActiveCatalog catalog, Machine machine, OpenRuns runs, CliWorkerConfig config) {
        this.catalog = catalog;
        this.machine = machine;
        this.runs = runs;
        this.call = new AgentCall(machine, config, clock);
    }

    /**
     * How a run stands once its agent has ended: {@link #close} is to follow.
     *
     * @param workspace null where none was opened
     */
    record Done(RunOutcome outcome, @Nullable OpenWorkspace workspace) {

        static Done without(RunOutcome outcome) {
            return new Done(outcome, null);
        }
    }

    /** Runs it, or tells why not. Never throws but for a bug. */
    Done run(AttemptDispatched order, RunCancel cancel, RunWrites writes) {
        JobAdmitted job = order.admitted();
        if (runs.isCancelled(job.jobId())) {
            return Done.without(new RunOutcome.Cancelled(Used.NOTHING));
        }
        Catalog before = catalog.current();
        Optional<RunOutcome> notNow =
                refused(before, order)
                        .or(() ->
                                machine.turns()
                                        .await(agent(before, order), job.deadline(), cancel));
        Catalog current = catalog.current();
        Optional<RunOutcome> not = notNow.or(() -> refused(current, order));
        return not.isPresent()
                ? Done.without(not.get())
                : inWorkspace(order, current, agent(current, order), cancel, writes);
    }

    private static Optional<RunOutcome> refused(Catalog current, AttemptDispatched order) {
        return Obstacle.of(current, order).map(why -> failed(ErrorClass.UNAVAILABLE, why));
    }

    /** Where there is no {@link Obstacle}. */
    private static Agent agent(Catalog current, AttemptDispatched order) {
        return Objects.requireNonNull(
                current.agents().get(String.valueOf(order.candidate().agent())));
    }

    private static RunOutcome failed(ErrorClass errorClass, String message) {
        return RunOutcome.Failed.unstarted(AttemptError.of(errorClass, message));
    }

    private Done inWorkspace(
            AttemptDispatched order,
            Catalog current,
            Agent agent,
            RunCancel cancel,
            RunWrites writes) {
        writes.started();
        String runId =
                "%s-%d-%s"
                        .formatted(
                                order.jobId().value(),
                                order.attemptId().number(),
                                UUID.randomUUID().toString().substring(0, 8));
        JobAdmitted job = order.admitted();
        Workspace asked = job.job().workspace();
        try {
            OneRun.@Nullable GoingOn session = session(job, agent);
            Opened opened =
                    Opening.await(
                            "workspace-" + runId,
                            () ->
                                    session == null
                                            ? machine.workspaces()
                                                    .open(asked, machine.workspace(runId))
                                            : machine.workspaces()
                                                    .openSession(
                                                            asked, session.place().workspace()),
                            Duration.between(clock.instant(), job.deadline()),
                            cancel);
            Optional<RunOutcome> over = over(job, cancel);
            if (over.isPresent()) {
                if (opened instanceof Opened.Ready ready) {
                    close(new Done(over.get(), ready.workspace()), false);
                }
                return Done.without(over.get());
            }
            return switch (opened) {
                case Opened.Refused refused -> Done.without(refused(refused, session != null));
                case Opened.Ready ready -> {
                    boolean ended = false;
                    try {
                        RunOutcome outcome =
                                inDirectories(
                                        new OneRun(
                                                order,
                                                agent,
                                                current,
                                                runId,
                                                order.candidate().model(),
                                                directories(runId, session),
                                                ready.workspace(),
                                                session,
                                                AnswerReader.of(agent),
                                                cancel),
                                        writes);
                        ended = true;
                        yield new Done(outcome, ready.workspace());
                    } finally {
                        if (!ended) {
                            // A session's would count as busy for as long as this worker lives.
                            close(new Done(new RunOutcome.Left(), ready.workspace()), false);
                        }
                    }
                }
            };
        } catch (IOException e) {
            LOG.warnf(e, "a run could not be made ready, attemptId=%s", order.attemptId());
            return Done.without(
                    failed(ErrorClass.UNAVAILABLE, "the run's files could not be written"));
        }
    }

    private Optional<RunOutcome> over(JobAdmitted job, RunCancel cancel) {
        if (cancel.isCancelled()) {
            return Optional.of(new RunOutcome.Cancelled(Used.NOTHING));
        }
        return clock.instant().isBefore(job.deadline())
                ? Optional.empty()
                : Optional.of(new RunOutcome.Expired(Used.NOTHING));
    }

    /** Null where the job names no session, or the agent cannot go on with one. */
    private OneRun.@Nullable GoingOn session(JobAdmitted job, Agent agent) throws IOException {
        String name = job.job().routing().session();
        if (name == null || agent.args().stream().noneMatch(arg -> arg.contains("session_id"))) {
            return null;
        }
        Sessions.Place place = machine.sessions().place(job.tenant(), agent.name(), name);
        return new OneRun.GoingOn(place, machine.sessions().find(place).orElse(null));
    }

    private static RunOutcome refused(Opened.Refused refused, boolean session) {
        return session && refused.errorClass() == ErrorClass.OVERLOADED
                ? new RunOutcome.Deferred(SESSION_BUSY, null)
                : failed(refused.errorClass(), refused.reason());
    }

    private OneRun.Directories directories(String runId, OneRun.@Nullable GoingOn session)
            throws IOException {
        Path own = Files.createDirectories(machine.processes().runDirectory(runId));
        Path home = session == null ? own.resolve("home") : session.place().home();
        return new OneRun.Directories(
                Files.createDirectories(home),
                Files.createDirectories(own.resolve("tmp")),
                own.resolve("prompt.txt"));
    }

    private RunOutcome inDirectories(OneRun run, RunWrites writes) {
        try {
            return call.make(run, writes);
        } catch (IOException e) {
            LOG.warnf(e, "a run failed on its files, attemptId=%s", run.order().attemptId());
            return failed(ErrorClass.UNAVAILABLE, "the run's files could not be written");
        } finally {
            machine.processes().deleteRunDirectory(run.runId());
        }
    }

    /**
     * After a success that will be told: leaves it on the branch that the job names.
     *
     * @return the outcome with a note on the branch
     */
    RunOutcome leaveBranch(AttemptDispatched order, Done done) {
        Workspace asked = order.admitted().job().workspace();
        String branch = asked == null ? null : asked.branch();
        OpenWorkspace workspace = done.workspace();
        if (branch == null
                || workspace == null
                || !(done.outcome() instanceof RunOutcome.Answered answer)) {
            return done.outcome();
        }
        return switch (workspace.leaveBranch(branch, "Signalbox job " + order.jobId().value())) {
            case BranchOutcome.Left left ->
                    answer.withNote(
                            "the changes are on branch %s, commit %s"
                                    .formatted(left.name(), left.commit()));
            case BranchOutcome.NotLeft not ->
                    answer.withNote("no branch was made: " + not.reason());
        };
    }

    private static void deleteEmpty(@Nullable Path directory) {
        try {
            if (directory != null) {
                Files.deleteIfExists(directory);
            }
        } catch (DirectoryNotEmptyException e) {
            LOG.tracef("%s is a session's", directory);
        } catch (IOException e) {
            LOG.warnf("%s could not be deleted: %s", directory, e);
        }
    }

    /** Ends the run's hold on its workspace; what is told of it is kept as the catalog says. */
    void close(Done done, boolean told) {
        OpenWorkspace workspace = done.workspace();
        if (workspace == null) {
            return;
        }
        boolean failed = told && done.outcome() instanceof RunOutcome.Failed;
        workspace
                .close(catalog.current().workspaces().keep(), failed)
                .ifPresent(kept -> LOG.infof("a workspace is kept at %s", kept));
        deleteEmpty(workspace.directory().getParent());
    }
}
