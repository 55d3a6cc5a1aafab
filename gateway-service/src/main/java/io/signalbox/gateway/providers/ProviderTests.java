package io.signalbox.gateway.providers;

import io.quarkus.runtime.StartupEvent;
import io.signalbox.contracts.event.ModelCommand;
import io.signalbox.contracts.event.ProviderReport;
import io.signalbox.contracts.event.ProviderTest;
import io.signalbox.contracts.job.JobId;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.admission.Admission;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.messaging.fleet.FleetReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has the workers test a provider, and waits for the first that tells what came of it. */
@ApplicationScoped
class ProviderTests {

    /** Most tests waited for at once; past it 429. */
    private static final int MAX_AT_ONCE = 32;

    private final Map<String, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();
    private final FleetReader fleet;
    private final Admission admission;
    private final Duration limit;
    private final InstantSource clock = InstantSource.system();

    ProviderTests(FleetReader fleet, Admission admission, GatewayConfig config) {
        this.fleet = fleet;
        this.admission = admission;
        this.limit = config.providerTestTimeout();
    }

    /** What the first worker tells. */
    record Answer(String worker, ProviderTest test) {}

    void start(@Observes StartupEvent event) {
        fleet.onReport(this::hear);
    }

    private void hear(ProviderReport report) {
        ProviderTest test = report.test();
        CompletableFuture<Answer> asked = test == null ? null : waiting.get(test.id());
        if (test != null && asked != null) {
            asked.complete(new Answer(report.worker(), test));
        }
    }

    /**
     * Blocks; empty where no worker has told in time.
     *
     * @throws ApiException 503 where the broker does not take the command, 429 where too many wait
     */
    Optional<Answer> test(String provider) {
        if (waiting.size() >= MAX_AT_ONCE) {
            throw ApiException.tooMany(
                    "%d tests of providers are under way, no more at once".formatted(MAX_AT_ONCE),
                    Duration.ofSeconds(1));
        }
        JobId id = JobId.create();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        waiting.put(id.value(), answer);
        try {
            admission.command(
                    new ModelCommand(id, provider, null, ModelCommand.TEST, clock.instant()));
            return Optional.of(answer.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer never fails", e);
        } finally {
            waiting.remove(id.value());
        }
    }
}
