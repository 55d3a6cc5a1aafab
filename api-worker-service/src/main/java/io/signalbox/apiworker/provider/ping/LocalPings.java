package io.signalbox.apiworker.provider.ping;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.DialectModelCall;
import io.signalbox.apiworker.call.LoadedModel;
import io.signalbox.apiworker.call.ModelCall;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.apiworker.provider.Permit;
import io.signalbox.apiworker.provider.Permits;
import io.signalbox.apiworker.provider.discovery.LoadedModels;
import io.signalbox.apiworker.provider.state.ProviderStates;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.ChatInput;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Asks a model that a local server has in memory for one token, every {@code health.interval} of
 * its provider, to know whether it still answers. Only where the provider is local; never while
 * this worker has a call there, and ended as soon as one comes. It is no job and no usage: only the
 * provider's health knows of it. Thread-safe.
 */
@ApplicationScoped
public class LocalPings {

    private static final Logger LOG = Logger.getLogger(LocalPings.class);

    /** Sent in the place of an attempt's id. */
    private static final String ATTEMPT = "ping";

    private static final ChatInput ONE_TOKEN = ChatInput.of("ping").withMaxCompletionTokens(1);

    /** What one local server has been asked. */
    private static final class Server {
        private final Lock asking = new ReentrantLock();
        private final PingTurn turn = new PingTurn();
        private volatile Instant due = Instant.MIN;
    }

    private final ModelCall call;
    private final LoadedModels loaded;
    private final ProviderStates states;
    private final Permits permits;
    private final InstantSource clock;
    private final ConcurrentMap<String, Server> servers = new ConcurrentHashMap<>();

    @Inject
    LocalPings(DialectModelCall call, LoadedModels loaded, ProviderStates states, Permits permits) {
        this(call, loaded, states, permits, InstantSource.system());
    }

    LocalPings(
            ModelCall call,
            LoadedModels loaded,
            ProviderStates states,
            Permits permits,
            InstantSource clock) {
        this.call = call;
        this.loaded = loaded;
        this.states = states;
        this.permits = permits;
        this.clock = clock;
    }

    /**
     * The server has just been looked at and was there. Pings on a thread of its own where it is
     * time and no call has told of the provider since the last time; returns at once.
     */
    public void found(Provider provider, ModelList dialect) {
        Duration interval = provider.health().interval();
        if (!provider.local() || !interval.isPositive()) {
            return;
        }
        Server server = server(provider);
        Instant now = clock.instant();
        if (now.isBefore(server.due)) {
            return;
        }
        server.due = now.plus(interval);
        if (!states.hasCallSince(provider, now.minus(interval))) {
            Thread.ofVirtual()
                    .name("api-worker-ping")
                    .start(() -> onTime(provider, dialect, server));
        }
    }

    private void onTime(Provider provider, ModelList dialect, Server server) {
        try {
            if (server.asking.tryLock(provider.health().timeout().toMillis(), MILLISECONDS)) {
                try {
                    inTurn(provider, dialect, server);
                } finally {
                    server.asking.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warnf("no ping, provider=%s: %s", provider.name(), e.getClass().getSimpleName());
        }
    }

    private void inTurn(Provider provider, ModelList dialect, Server server) {
        server.turn
                .next(
                        inMemory(provider, dialect),
                        model -> states.lastCall(provider, model),
                        provider.health().timeout(),
                        clock.instant())
                .ifPresent(model -> ping(provider, dialect, server, model));
    }

    /** Pings at once, whether or not it is time. Blocks, at most as long as two pings may take. */
    public Pinged now(Provider provider, ModelList dialect) {
        if (!provider.local()) {
            return new Pinged.NotMade("only local servers are pinged");
        }
        Server server = server(provider);
        server.asking.lock();
        try {
            Optional<LoadedModel> model =
                    inMemory(provider, dialect).stream()
                            .filter(it ->
                                    PingTurn.remains(
                                            it, provider.health().timeout(), clock.instant()))
                            .findFirst();
            return model.isPresent()
                    ? ping(provider, dialect, server, model.get())
                    : new Pinged.NotMade("it tells of no model that stays in memory now");
        } finally {
            server.asking.unlock();
        }
    }

    /** The catalog no longer has it. */
    public void forget(String provider) {
        servers.remove(provider);
    }

    private Server server(Provider provider) {
        return servers.computeIfAbsent(provider.name(), name -> new Server());
    }

    /** The provider's default model first; of a closed list no other. */
    private List<LoadedModel> inMemory(Provider provider, ModelList dialect) {
        return loaded.of(provider, dialect).stream()
                .filter(model ->
                        !provider.hasClosedModelList() || provider.models().contains(model.id()))
                .filter(model -> states.out(provider, model.id()).isEmpty())
                .sorted(Comparator.comparing(model -> !model.id().equals(provider.defaultModel())))
                .toList();
    }

    private Pinged ping(Provider provider, ModelList dialect, Server server, LoadedModel model) {
        CallCancel cancel = new CallCancel();
        Optional<Permit> alone = permits.aside(provider.name(), cancel::cancel);
        if (alone.isEmpty()) {
            return new Pinged.NotMade("it is at work: its calls tell how it does");
        }
        CallOutcome outcome;
        try (Permit _ = alone.get()) {
            outcome = call.call(request(provider, model.id()), DeltaListener.NONE, cancel);
        }
        if (outcome instanceof CallOutcome.Cancelled) {
            return new Pinged.NotMade("a job's call came first");
        }
        CallOutcome told = timedOut(outcome, provider);
        states.pinged(provider, model.id(), told);
        server.turn.pinged(model, again(provider, dialect, model), end(told), clock.instant());
        return pinged(model.id(), told);
    }

    private CallRequest request(Provider provider, String model) {
        return new CallRequest(
                provider,
                provider.apiKeys().stream().findFirst().orElse(null),
                model,
                null,
                ONE_TOKEN,
                ATTEMPT,
                clock.instant().plus(provider.health().timeout()));
    }

    /** The deadline is not a job's but the provider's own. */
    private static CallOutcome timedOut(CallOutcome outcome, Provider provider) {
        return outcome instanceof CallOutcome.Failed failed
                        && failed.error().errorClass() == ErrorClass.EXPIRED
                ? failed.because(
                        AttemptError.of(
                                ErrorClass.TIMEOUT,
                                "no answer to a ping within " + provider.health().timeout()))
                : outcome;
    }

    private Optional<LoadedModel> again(Provider provider, ModelList dialect, LoadedModel model) {
        return loaded.of(provider, dialect).stream()
                .filter(it -> it.id().equals(model.id()))
                .findFirst();
    }

    private static PingTurn.End end(CallOutcome outcome) {
        return outcome instanceof CallOutcome.Failed failed
                ? switch (failed.error().errorClass()) {
                    case OVERLOADED, UNAVAILABLE, TIMEOUT, RATE_LIMITED -> PingTurn.End.FAILED;
                    default -> PingTurn.End.REFUSED;
                }
                : PingTurn.End.ANSWERED;
    }

    private static Pinged pinged(String model, CallOutcome outcome) {
        return outcome instanceof CallOutcome.Failed failed
                ? new Pinged.Failed(model, failed.error())
                : new Pinged.Answered(model, outcome.latencyMs());
    }
}
