package io.signalbox.apiworker.attempt;

import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.WorkerCatalog;
import io.signalbox.apiworker.WorkerPublisher;
import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DialectModelCall;
import io.signalbox.apiworker.provider.Admission;
import io.signalbox.apiworker.provider.Lane;
import io.signalbox.apiworker.provider.Permit;
import io.signalbox.apiworker.provider.Permits;
import io.signalbox.apiworker.provider.state.KeyedCalls;
import io.signalbox.apiworker.provider.state.Out;
import io.signalbox.apiworker.provider.state.ProviderStates;
import io.signalbox.apiworker.search.Searched;
import io.signalbox.apiworker.search.WebSearch;
import io.signalbox.apiworker.workspace.Begun;
import io.signalbox.apiworker.workspace.ModelTask;
import io.signalbox.apiworker.workspace.ModelWorkspaces;
import io.signalbox.apiworker.workspace.Work;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.messaging.RecordFlow.Disposition;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Runs an order that is this worker's to run: waits for a permit, calls, and writes how it ended.
 * Blocks.
 */
@ApplicationScoped
class AttemptCall {

    private static final Logger LOG = Logger.getLogger(AttemptCall.class);

    private static final Duration NEARLY_OVER = Duration.ofMillis(250);

    private final DialectModelCall modelCall;
    private final WorkerCatalog catalog;
    private final ProviderStates states;
    private final KeyedCalls keyed;
    private final Permits permits;
    private final ModelWorkspaces workspaces;
    private final WebSearch search;
    private final HeldOrders held;
    private final Cancels cancels;
    private final LateOrders late;
    private final WorkerPublisher publisher;
    private final int maxAnswerChars;
    private final InstantSource clock = InstantSource.system();

    AttemptCall(
            DialectModelCall modelCall,
            WorkerCatalog catalog,
            ProviderStates states,
            KeyedCalls keyed,
            Permits permits,
            ModelWorkspaces workspaces,
            WebSearch search,
            HeldOrders held,
            Cancels cancels,
            LateOrders late,
            WorkerPublisher publisher,
            ApiWorkerConfig config) {
        this.modelCall = modelCall;
        this.catalog = catalog;
        this.states = states;
        this.keyed = keyed;
        this.permits = permits;
        this.workspaces = workspaces;
        this.search = search;
        this.held = held;
        this.cancels = cancels;
        this.late = late;
        this.publisher = publisher;
        this.maxAnswerChars = config.maxAnswerChars();
    }

    /** A warm-up order goes the whole road, but no provider is called. */
    void answerProbe(AttemptDispatched order) {
        new AttemptWrites(publisher, order, clock).probeAnswered();
    }

    /** From now on orders that would wait for a permit are left. */
    void stopWaiting() {
        permits.drain();
    }

    /**
     * @return LEFT where nothing was begun
     * @throws InterruptedException where the worker stops before the call has ended: nothing is
     *     written, and the next owner runs the order again
     */
    Disposition run(Delivery delivery) throws InterruptedException {
        AttemptDispatched order = delivery.order();
        JobAdmitted job = order.admitted();
        AttemptWrites writes = new AttemptWrites(publisher, order, clock);
        if (isOver(job)) {
            late.came(order);
            return withoutCall(delivery, () -> endedBefore(job, writes));
        }
        Catalog current = catalog.current();
        Optional<String> obstacle = Obstacle.of(current, order);
        if (obstacle.isPresent()) {
            return withoutCall(delivery, () -> refused(obstacle.get(), writes));
        }
        Provider provider = provider(current, order);
        Optional<Out> out = out(provider, order);
        if (out.isPresent()) {
            return withoutCall(delivery, () -> notAsked(out.get(), writes));
        }
        Lane lane = job.job().limits().isBatch() ? Lane.BATCH : Lane.INTERACTIVE;
        Duration left = Duration.between(clock.instant(), job.deadline());
        int atOnce = provider.limits().concurrency();
        return switch (permits.acquire(provider.name(), atOnce, lane, left)) {
            case Admission.Granted granted -> withPermit(delivery, writes, granted.permit());
            case Admission.Deferred deferred ->
                    withoutCall(
                            delivery,
                            isOver(job)
                                    ? () -> endedBefore(job, writes)
                                    : () -> writes.deferred(deferred.comeBackIn(), null));
            case Admission.Draining _ -> Disposition.LEFT;
        };
    }

    /** Where there is no {@link Obstacle}. */
    private static Provider provider(Catalog current, AttemptDispatched order) {
        String name = Objects.requireNonNull(order.candidate().provider());
        return Objects.requireNonNull(current.providers().get(name));
    }

    private static void refused(String why, AttemptWrites writes) {
        writes.ended(
                CallOutcome.Failed.unsent(AttemptError.of(ErrorClass.UNAVAILABLE, why))
                        .notHereAgain());
    }

    /** Whether nobody waits for an answer any more. */
    private boolean isOver(JobAdmitted job) {
        return cancels.isCancelled(job.jobId()) || !clock.instant().isBefore(job.deadline());
    }

    private void endedBefore(JobAdmitted job, AttemptWrites writes) {
        if (cancels.isCancelled(job.jobId())) {
            writes.cancelledBeforeStart();
        } else {
            writes.expiredBeforeStart();
        }
    }

    /** What is over in a moment is waited for: routers count from a little earlier. */
    private Optional<Out> out(Provider provider, AttemptDispatched order)
            throws InterruptedException {
        Optional<Out> out = states.out(provider, model(order));
        if (out.isPresent()
                && out.get() instanceof Out.Limited limited
                && limited.left(clock.instant()).compareTo(NEARLY_OVER) <= 0) {
            Thread.sleep(limited.left(clock.instant()));
            return states.out(provider, model(order));
        }
        return out;
    }

    private void notAsked(Out out, AttemptWrites writes) {
        switch (out) {
            case Out.Limited limited ->
                    writes.deferred(limited.left(clock.instant()), limited.error());
            case Out.NoKeyLeft _, Out.Gone _ ->
                    writes.ended(CallOutcome.Failed.unsent(out.error()).notHereAgain());
        }
    }

    private static String model(AttemptDispatched order) {
        String model = order.candidate().model();
        return model == null ? "" : model;
    }

    /** The partition is not given away before all of it is written. */
    private Disposition withoutCall(Delivery delivery, Runnable write) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        if (!held.begin(delivery.hold(), () -> told)) {
            return Disposition.LEFT;
        }
        try {
            write.run();
            return Disposition.DONE;
        } finally {
            told.complete(null);
        }
    }

    private Disposition withPermit(Delivery delivery, AttemptWrites writes, Permit permit)
            throws InterruptedException {
        CallOutcome outcome;
        try (permit) {
            JobAdmitted job = delivery.order().admitted();
            if (isOver(job)) {
                permit.close();
                return withoutCall(delivery, () -> endedBefore(job, writes));
            }
            Catalog current = catalog.current();
            Optional<String> obstacle = Obstacle.of(current, delivery.order());
            if (obstacle.isPresent()) {
                permit.close();
                return withoutCall(delivery, () -> refused(obstacle.get(), writes));
            }
            Provider provider = provider(current, delivery.order());
            Optional<Out> out = out(provider, delivery.order());
            if (out.isPresent()) {
                permit.close();
                return withoutCall(delivery, () -> notAsked(out.get(), writes));
            }
            if (!held.begin(delivery.hold(), writes::started)) {
                return Disposition.LEFT;
            }
            outcome = call(delivery.order(), provider, writes);
        }
        writes.ended(outcome);
        return Disposition.DONE;
    }

    private CallOutcome call(AttemptDispatched order, Provider provider, AttemptWrites writes)
            throws InterruptedException {
        CallCancel cancel = cancels.begin(order.jobId());
        try {
            return switch (workspaces.begin(order, cancel)) {
                case Begun.Not not -> not.outcome();
                case Begun.Ready ready -> {
                    try (ModelTask task = ready.task()) {
                        yield ask(order, provider, task, writes, cancel);
                    }
                }
            };
        } catch (RuntimeException e) {
            LOG.errorf(e, "the call broke, attemptId=%s", order.attemptId());
            return CallOutcome.Failed.unsent(
                    AttemptError.of(ErrorClass.INTERNAL, "the worker could not make the call"));
        } finally {
            cancels.end(order.jobId(), cancel);
        }
    }

    private CallOutcome ask(
            AttemptDispatched order,
            Provider provider,
            ModelTask task,
            AttemptWrites writes,
            CallCancel cancel)
            throws InterruptedException {
        Catalog current = catalog.current();
        String modelId = model(order);
        Model model = current.model(provider.name(), modelId).orElse(null);
        Searched searched =
                search.before(
                        task.conversation(), order.admitted(), current.offline(), provider, cancel);
        writes.searched(searched);
        ChatInput prompt = task.prompt(searched.input());
        Optional<CallOutcome.Failed> tooLong = task.tooLong(prompt, modelId, model);
        if (tooLong.isPresent()) {
            return tooLong.get();
        }
        CallOutcome outcome =
                keyed.call(
                        provider,
                        modelId,
                        key ->
                                modelCall.call(
                                        new CallRequest(
                                                provider,
                                                key,
                                                modelId,
                                                model,
                                                prompt,
                                                order.attemptId().toString(),
                                                order.admitted().deadline(),
                                                order.admitted().job().embedding()),
                                        writes::delta,
                                        cancel));
        if (outcome instanceof CallOutcome.Cancelled && !cancel.isCancelled()) {
            throw new InterruptedException("the worker stops");
        }
        CallOutcome bounded = bounded(outcome);
        if (bounded instanceof CallOutcome.Succeeded answer && !cancel.isCancelled()) {
            writes.worked(work(task, answer, order));
        }
        return bounded;
    }

    /** The answer is there and paid for: what breaks now costs its patch, not the answer. */
    private static Work work(
            ModelTask task, CallOutcome.Succeeded answer, AttemptDispatched order) {
        try {
            return task.work(answer);
        } catch (RuntimeException e) {
            LOG.errorf(e, "an answer was not looked at, attemptId=%s", order.attemptId());
            return new Work(
                    List.of(), null, List.of("no patch was looked for in the answer: it broke"));
        }
    }

    private CallOutcome bounded(CallOutcome outcome) {
        return outcome instanceof CallOutcome.Succeeded answer
                        && answer.text().length() > maxAnswerChars
                ? answer.tooLarge(
                        "the answer has %d characters, at most %d are carried; ask for less, e.g. by max_completion_tokens"
                                .formatted(answer.text().length(), maxAnswerChars))
                : outcome;
    }
}
