package io.signalbox.apiworker.call.run;

import io.signalbox.apiworker.call.Bill;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.OtherPrice;
import io.signalbox.apiworker.call.failure.Verdict;
import io.signalbox.apiworker.call.failure.Verdicts;
import io.signalbox.apiworker.call.upstream.Deltas;
import io.signalbox.apiworker.call.upstream.StreamWatch;
import io.signalbox.apiworker.call.upstream.StreamWatch.Stop;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One dialogue and what its end means. */
final class Run {

    private final CallRequest request;
    private final StreamWatch watch;
    private final Deltas deltas;
    private final Dialogue dialogue;
    private final InstantSource clock;

    Run(
            CallRequest request,
            StreamWatch watch,
            Deltas deltas,
            Dialogue dialogue,
            InstantSource clock) {
        this.request = request;
        this.watch = watch;
        this.deltas = deltas;
        this.dialogue = dialogue;
        this.clock = clock;
    }

    CallOutcome outcome() {
        if (watch.stopped() != null) {
            return broken(new IllegalStateException("stopped before it began"));
        }
        Dialogue.End end = dialogue.talk();
        deltas.rethrow();
        return switch (end) {
            case Dialogue.End.Answered(Answer answer) -> answered(answer);
            case Dialogue.End.Embedded(List<String> vectors) -> embedded(vectors);
            case Dialogue.End.Broken(Throwable why) -> broken(why);
        };
    }

    private CallOutcome answered(Answer answer) {
        if (answer.isWithheld()) {
            return failed(verdicts().filtered(answer.refusal()));
        }
        Dialogue.Reported reported = dialogue.reported();
        Usage usage = reported == null ? estimate() : reported.usage();
        Bill bill = bill(usage, reported == null ? null : reported.cost());
        return new CallOutcome.Succeeded(
                answer.text(),
                answer.reasoning(),
                answer.toolCalls(),
                answer.publicFinishReason(),
                usage,
                bill.cost(),
                bill.unpriced(),
                watch.latencyMs(),
                watch.ttftMs(),
                watch.limits(clock),
                notes(bill));
    }

    private Bill bill(Usage usage, @Nullable Usd cost) {
        Bill bill = Bill.of(request, usage, cost);
        return cost == null && otherPrice().isPresent() ? bill.atAnotherPrice() : bill;
    }

    /** The parameter that asks for it, where it was sent. */
    private Optional<String> otherPrice() {
        return OtherPrice.parameter(request).filter(name -> !dialogue.notSent().contains(name));
    }

    private List<String> notes(Bill bill) {
        Stream<String> price =
                bill.unpriced() ? otherPrice().map(OtherPrice::note).stream() : Stream.empty();
        return Stream.concat(dialogue.notes().stream(), price).toList();
    }

    private CallOutcome embedded(List<String> vectors) {
        Dialogue.Reported reported = dialogue.reported();
        Usage usage = reported == null ? estimate() : reported.usage();
        Bill bill = bill(usage, reported == null ? null : reported.cost());
        return new CallOutcome.Embedded(
                vectors,
                usage,
                bill.cost(),
                bill.unpriced(),
                watch.latencyMs(),
                watch.limits(clock));
    }

    private CallOutcome broken(Throwable why) {
        Stop stop = watch.stopped();
        if (stop == Stop.CANCELLED || Thread.currentThread().isInterrupted()) {
            return cancelled();
        }
        return failed(
                stop == null ? verdicts().of(why) : verdicts().of(stop, watch.firstTokenLimit()));
    }

    private Verdicts verdicts() {
        return new Verdicts(request, clock.instant());
    }

    private CallOutcome failed(Verdict verdict) {
        Bill bill = isRefusal(verdict.error().errorClass()) ? reported() : billSoFar();
        return new CallOutcome.Failed(
                verdict.error(),
                deltas.seen(),
                verdict.retryAfter(),
                bill.usage(),
                bill.cost(),
                bill.unpriced(),
                watch.latencyMs(),
                watch.ttftMs(),
                verdict.retryHere(),
                false,
                verdict.limits().and(watch.limits(clock)));
    }

    private CallOutcome cancelled() {
        Bill bill = billSoFar();
        return new CallOutcome.Cancelled(
                deltas.seen(),
                bill.usage(),
                bill.cost(),
                bill.unpriced(),
                watch.latencyMs(),
                watch.ttftMs(),
                watch.limits(clock));
    }

    /** A refusal that came within a stream, as OpenRouter's do: no model has seen the prompt. */
    private boolean isRefusal(ErrorClass errorClass) {
        return !deltas.seen()
                && switch (errorClass) {
                    case RATE_LIMITED,
                            QUOTA_EXHAUSTED,
                            OVERLOADED,
                            PROVIDER_AUTHENTICATION,
                            MODEL_NOT_FOUND,
                            CONTEXT_TOO_LONG ->
                            true;
                    default -> false;
                };
    }

    private Bill reported() {
        Dialogue.Reported reported = dialogue.reported();
        return reported == null ? Bill.NOTHING : bill(reported.usage(), reported.cost());
    }

    /** A server that began a stream has read the prompt. */
    private Bill billSoFar() {
        return dialogue.reported() == null && watch.isAccepted()
                ? bill(estimate(), null)
                : reported();
    }

    private Usage estimate() {
        if (request.embedding() != null) {
            return UsageEstimate.of(request.modelId(), request.embedding());
        }
        return UsageEstimate.of(
                request.modelId(),
                request.input(),
                deltas.textChars() + dialogue.toolChars(),
                deltas.reasoningChars());
    }
}
