package io.signalbox.apiworker.provider.state;

import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.ProviderCondition.Health;
import io.signalbox.contracts.event.ProviderCondition.LastError;
import io.signalbox.contracts.event.ProviderCondition.Ping;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latest calls and pings of one provider. Guarded by its {@link ProviderState}. */
final class CallWindow {

    /** Older calls say nothing of now. */
    static final Duration OLDEST = Duration.ofMinutes(15);

    /** From this share of failures on a provider is degraded. */
    private static final double DEGRADED = 0.1;

    /** More are never kept, whatever the catalog's window. */
    private static final int MOST = 1_000;

    private record Call(Instant at, boolean failed, long latencyMs, boolean ping) {}

    private final Deque<Call> calls = new ArrayDeque<>();
    private @Nullable LastError lastError;
    private @Nullable Ping lastPing;

    void add(CallOutcome outcome, int window, Instant now) {
        switch (outcome) {
            case CallOutcome.Succeeded _, CallOutcome.Embedded _ ->
                    add(new Call(now, false, outcome.latencyMs(), false), window);
            case CallOutcome.Failed failure -> {
                ErrorClass errorClass = failure.error().errorClass();
                if (isOfProvider(errorClass)) {
                    lastError = new LastError(errorClass, failure.error().status(), now);
                }
                if (errorClass.isOutage()) {
                    add(new Call(now, true, failure.latencyMs(), false), window);
                }
            }
            case CallOutcome.Cancelled _ -> {}
        }
    }

    /**
     * A ping that broke off says nothing.
     *
     * @param model that was asked
     */
    void addPing(String model, CallOutcome outcome, int window, Instant now) {
        switch (outcome) {
            case CallOutcome.Succeeded _, CallOutcome.Embedded _ -> {
                lastPing = new Ping(model, now, outcome.latencyMs(), null);
                add(new Call(now, false, outcome.latencyMs(), true), window);
            }
            case CallOutcome.Failed failure -> {
                ErrorClass errorClass = failure.error().errorClass();
                lastPing = new Ping(model, now, null, errorClass);
                if (errorClass.isOutage()) {
                    lastError = new LastError(errorClass, failure.error().status(), now);
                    add(new Call(now, true, failure.latencyMs(), true), window);
                }
            }
            case CallOutcome.Cancelled _ -> {}
        }
    }

    /** Whether a call of a job's ended since then. */
    boolean hasCallSince(Instant then) {
        return calls.stream().anyMatch(call -> !call.ping() && call.at().isAfter(then));
    }

    private void add(Call call, int window) {
        calls.addLast(call);
        while (calls.size() > Math.min(window, MOST)) {
            calls.removeFirst();
        }
    }

    Health health(Provider.Breaker bounds, Instant now) {
        calls.removeIf(call -> call.at().isBefore(now.minus(OLDEST)));
        int failures = (int) calls.stream().filter(Call::failed).count();
        List<Long> good =
                calls.stream()
                        .filter(call -> !call.failed() && !call.ping())
                        .map(Call::latencyMs)
                        .sorted()
                        .toList();
        return new Health(
                state(bounds, failures),
                calls.size(),
                failures,
                inARow(),
                good.isEmpty() ? null : good.get(good.size() / 2),
                lastError,
                lastPing);
    }

    private String state(Provider.Breaker bounds, int failures) {
        if (calls.isEmpty()) {
            return "unknown";
        }
        double share = (double) failures / calls.size();
        if (calls.size() >= bounds.minimum() && share >= bounds.failureRatio()) {
            return "unhealthy";
        }
        return share >= DEGRADED ? "degraded" : "healthy";
    }

    private int inARow() {
        int failures = 0;
        Iterator<Call> latestFirst = calls.descendingIterator();
        while (latestFirst.hasNext() && latestFirst.next().failed()) {
            failures++;
        }
        return failures;
    }

    /** Not the job's deadline, nor a fault of ours. */
    private static boolean isOfProvider(ErrorClass errorClass) {
        return errorClass != ErrorClass.EXPIRED && errorClass != ErrorClass.INTERNAL;
    }
}
