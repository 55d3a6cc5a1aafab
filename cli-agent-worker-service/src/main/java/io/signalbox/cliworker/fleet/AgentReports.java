package io.signalbox.cliworker.fleet;

import io.signalbox.catalog.Agent;
import io.signalbox.cliworker.CliWorkerConfig;
import io.signalbox.cliworker.CliWorkerPublisher;
import io.signalbox.cliworker.WorkerId;
import io.signalbox.cliworker.run.Machine;
import io.signalbox.cliworker.slot.Slots;
import io.signalbox.contracts.event.AgentListing;
import io.signalbox.contracts.event.ProviderCondition;
import io.signalbox.contracts.event.ProviderReport;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tells the fleet how agents stand here. Used by one thread. */
@Singleton
class AgentReports {

    private static final Logger LOG = Logger.getLogger(AgentReports.class);

    private final CliWorkerPublisher publisher;
    private final WorkerId worker;
    private final Slots slots;
    private final Machine machine;
    private final CliWorkerConfig config;
    private final InstantSource clock = InstantSource.system();
    private List<AgentLook.Standing> latest = List.of();

    AgentReports(
            CliWorkerPublisher publisher,
            WorkerId worker,
            Slots slots,
            Machine machine,
            CliWorkerConfig config) {
        this.publisher = publisher;
        this.worker = worker;
        this.slots = slots;
        this.machine = machine;
        this.config = config;
    }

    void tell(List<AgentLook.Standing> standings) {
        latest = standings;
        tell();
    }

    /** The latest again, as of now. */
    void tell() {
        for (AgentLook.Standing standing : latest) {
            publisher
                    .publisher()
                    .publish(report(standing))
                    .subscribe()
                    .with(
                            ignored -> {},
                            e ->
                                    LOG.warnf(
                                            "agent %s not reported now: %s",
                                            standing.agent().name(), e.getMessage()));
        }
    }

    private ProviderReport report(AgentLook.Standing standing) {
        Agent agent = standing.agent();
        Instant now = clock.instant();
        AgentListing listing =
                new AgentListing(
                        standing.found().command() == null
                                ? null
                                : standing.found().command().toString(),
                        standing.found().version(),
                        standing.usable() ? agent.concurrency() : 0,
                        slots.running(agent.name()));
        ProviderReport told =
                ProviderReport.ofAgent(
                        worker.value(),
                        agent.name(),
                        standing.usable(),
                        standing.code(),
                        standing.reason(),
                        agent.models(),
                        listing,
                        config.heartbeat().toMillis(),
                        now);
        Optional<Instant> full = machine.dayCount().fullUntil(agent);
        return full.isEmpty() ? told : told.with(full(agent, full.get()), now);
    }

    private static ProviderCondition full(Agent agent, Instant until) {
        return new ProviderCondition(
                new ProviderCondition.Keys(0, 0, List.of()),
                List.of(
                        new ProviderCondition.CoolDown(
                                null,
                                "quota_exhausted",
                                "it has had its %d runs of today"
                                        .formatted(agent.limits().requestsPerDay()),
                                until,
                                true)),
                new ProviderCondition.Health("unknown", 0, 0, 0, null, null),
                List.of());
    }
}
