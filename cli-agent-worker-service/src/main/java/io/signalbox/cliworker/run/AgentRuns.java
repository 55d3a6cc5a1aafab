package io.signalbox.cliworker.run;

import io.signalbox.cliworker.CliWorkerPublisher;
import io.signalbox.cliworker.WorkerId;
import io.signalbox.cliworker.process.RunCancel;
import io.signalbox.cliworker.slot.SlotWork;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.messaging.attempt.AttemptRecords;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs the orders that slots hold. */
@Singleton
class AgentRuns implements SlotWork {

    private static final Logger LOG = Logger.getLogger(AgentRuns.class);

    private final AgentExecution execution;
    private final OpenRuns open;
    private final CliWorkerPublisher publisher;
    private final WorkerId worker;
    private final InstantSource clock = InstantSource.system();

    AgentRuns(
            AgentExecution execution,
            OpenRuns open,
            CliWorkerPublisher publisher,
            WorkerId worker) {
        this.execution = execution;
        this.open = open;
        this.publisher = publisher;
        this.worker = worker;
    }

    @Override
    public Run begin(AttemptDispatched order, Earlier earlier, @Nullable String lastRun) {
        Optional<RunOutcome> notAgain = notAgain(order, earlier);
        // Where nothing is run again, what is told is the end of the run that broke off.
        Running running = new Running(order, notAgain.isPresent() ? lastRun : null);
        Thread.ofVirtual()
                .name("cli-worker-run-" + order.attemptId())
                .start(() -> running.run(notAgain.orElse(null)));
        return running;
    }

    private static Optional<RunOutcome> notAgain(AttemptDispatched order, Earlier earlier) {
        return switch (earlier) {
            case NOTHING -> Optional.empty();
            case BROKEN_OFF ->
                    order.admitted().job().limits().mayRerun()
                            ? Optional.empty()
                            : failed("its run broke off, and limits.rerun is never");
            case TOO_OFTEN -> failed("it was given to workers too often, and none ended it");
        };
    }

    private static Optional<RunOutcome> failed(String why) {
        return Optional.of(RunOutcome.Failed.unstarted(AttemptError.of(ErrorClass.INTERNAL, why)));
    }

    /** Two phases, each on a virtual thread: the agent's run, then the writing of its end. */
    private final class Running implements Run {

        private final AttemptDispatched order;
        private final RunWrites writes;
        private final RunCancel cancel = new RunCancel();
        private final CompletableFuture<Standing> done = new CompletableFuture<>();
        private volatile @Nullable CompletableFuture<Standing> written;
        private volatile AgentExecution.@Nullable Done result;

        Running(AttemptDispatched order, @Nullable String brokenOff) {
            this.order = order;
            this.writes =
                    new RunWrites(
                            new AttemptRecords(
                                    publisher.publisher(), worker.value(), order, clock, brokenOff),
                            publisher.progress(),
                            order,
                            clock);
        }

        void run(@Nullable RunOutcome without) {
            Standing standing = Standing.LEFT;
            open.begin(order.jobId(), cancel);
            try {
                AgentExecution.Done ended =
                        without == null
                                ? execution.run(order, cancel, writes)
                                : AgentExecution.Done.without(without);
                if (ended.outcome() instanceof RunOutcome.Left) {
                    execution.close(ended, false);
                } else {
                    result = ended;
                    standing = Standing.DONE;
                }
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "a run broke, attemptId=%s", order.attemptId());
                throw e;
            } finally {
                open.end(order.jobId(), cancel);
                done.complete(standing);
            }
        }

        @Override
        public @Nullable Standing awaitDone(Duration limit) throws InterruptedException {
            CompletableFuture<Standing> next = written;
            try {
                return (next == null ? done : next)
                        .get(Math.max(1, limit.toNanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return null;
            } catch (ExecutionException e) {
                throw new IllegalStateException("a run's standing never fails", e);
            }
        }

        @Override
        public void write() {
            CompletableFuture<Standing> writing = new CompletableFuture<>();
            written = writing;
            Thread.ofVirtual()
                    .name("cli-worker-end-" + order.attemptId())
                    .start(() -> write(writing));
        }

        private void write(CompletableFuture<Standing> writing) {
            AgentExecution.Done ended = result;
            Standing standing = Standing.LEFT;
            boolean told = false;
            try {
                if (ended != null) {
                    writes.ended(execution.leaveBranch(order, ended));
                    told = true;
                    standing = Standing.WRITTEN;
                }
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "a run's end broke, attemptId=%s", order.attemptId());
                throw e;
            } finally {
                if (ended != null) {
                    execution.close(ended, told);
                }
                writing.complete(standing);
            }
        }

        /** Blocks until nothing of the run is left; not while its end is written, which goes on. */
        @Override
        public void abandon() {
            cancel.cancel();
            if (written == null) {
                done.join();
                AgentExecution.Done ended = result;
                if (ended != null) {
                    execution.close(ended, false);
                }
            }
        }
    }
}
