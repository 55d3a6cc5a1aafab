package io.signalbox.testsupport.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One provider's script and what it has seen. Thread-safe; {@link #await} blocks. */
public final class SimulatedProvider {

    /** How many requests and aborts are remembered in full. */
    public static final int KEPT = 200;

    /** How many attempts are told apart; later ones are not counted. */
    private static final int MOST_ATTEMPTS = 500_000;

    private final InstantSource clock;
    private final Deque<RecordedRequest> requests = new ArrayDeque<>();
    private final Deque<Instant> abortedAt = new ArrayDeque<>();
    private final Map<String, Integer> callsByAttempt = new HashMap<>();
    private final Map<String, Long> faults = new TreeMap<>();
    private volatile Playing playing = new Playing(Script.DEFAULT);
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private long calls;
    private long inFlight;
    private long aborted;

    /** A script with the state of its rules. */
    private record Playing(Script script, FaultDice dice) {
        Playing(Script script) {
            this(script, new FaultDice(script));
        }
    }

    SimulatedProvider(InstantSource clock) {
        this.clock = clock;
    }

    /** From the next call on; rules count from 0 again, the counts go on. */
    public void play(Script script) {
        playing = new Playing(script);
    }

    /** Calls that begin from now on get no byte before {@link #release}. */
    public synchronized void hold() {
        if (gate.isDone()) {
            gate = new CompletableFuture<>();
        }
    }

    /** Lets every held call go on as it is scripted, and later ones at once. */
    public void release() {
        gate.complete(null);
    }

    /** When a call that begins now may be answered. */
    CompletionStage<Void> gate() {
        return gate;
    }

    public Script script() {
        return playing.script;
    }

    public synchronized ProviderCounts counts() {
        return new ProviderCounts(
                calls,
                inFlight,
                aborted,
                List.copyOf(abortedAt),
                Map.copyOf(faults),
                callsByAttempt.size(),
                callsByAttempt.entrySet().stream()
                        .filter(entry -> entry.getValue() > 1)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                List.copyOf(requests));
    }

    /** How often this attempt ({@code <jobId>/<number>}) called. */
    public synchronized int callsOf(String attempt) {
        return callsByAttempt.getOrDefault(attempt, 0);
    }

    /** All counts to 0, calls in flight excepted. */
    public synchronized void reset() {
        calls = 0;
        aborted = 0;
        requests.clear();
        abortedAt.clear();
        callsByAttempt.clear();
        faults.clear();
    }

    synchronized Optional<Fault> nextFault(String conversation) {
        Optional<Fault> fault = playing.dice.next(conversation);
        fault.ifPresent(found -> faults.merge(found.kind(), 1L, Long::sum));
        return fault;
    }

    /**
     * Blocks until the counts are as wanted.
     *
     * @return whether they were within the limit
     */
    public synchronized boolean await(Predicate<ProviderCounts> wanted, Duration limit)
            throws InterruptedException {
        long giveUpAt = System.nanoTime() + limit.toNanos();
        while (!wanted.test(counts())) {
            long leftMs = Duration.ofNanos(giveUpAt - System.nanoTime()).toMillis();
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    synchronized long begin(String path, Map<String, String> headers, String body) {
        calls++;
        inFlight++;
        String attempt = headers.get(RecordedRequest.ATTEMPT_HEADER);
        if (attempt != null
                && (callsByAttempt.containsKey(attempt) || callsByAttempt.size() < MOST_ATTEMPTS)) {
            callsByAttempt.merge(attempt, 1, Integer::sum);
        }
        keep(requests, new RecordedRequest(calls, clock.instant(), path, headers, body, attempt));
        notifyAll();
        return calls;
    }

    synchronized void end(boolean byClient) {
        inFlight--;
        if (byClient) {
            aborted++;
            keep(abortedAt, clock.instant());
        }
        notifyAll();
    }

    private static <T> void keep(Deque<T> latest, T next) {
        if (latest.size() == KEPT) {
            latest.removeFirst();
        }
        latest.addLast(next);
    }
}
