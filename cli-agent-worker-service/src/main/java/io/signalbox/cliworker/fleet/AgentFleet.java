package io.signalbox.cliworker.fleet;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.catalog.Agent;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.cliworker.CliWorkerConfig;
import io.signalbox.cliworker.run.Machine;
import io.signalbox.cliworker.run.OpenRuns;
import io.signalbox.cliworker.slot.Slots;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps slots for the agents that can be used here and tells the fleet how each stands: at the
 * start, when the catalog changes, and from time to time. One thread.
 */
@Singleton
public class AgentFleet {

    private static final Logger LOG = Logger.getLogger(AgentFleet.class);
    private static final Duration CANCELS_LIMIT = Duration.ofSeconds(60);

    private final ActiveCatalog catalog;
    private final AgentLook look;
    private final Slots slots;
    private final AgentReports reports;
    private final OpenRuns runs;
    private final Machine machine;
    private final CliWorkerConfig config;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread =
            Thread.ofPlatform().name("cli-worker-fleet").daemon().unstarted(this::run);
    private Map<String, AgentLook.Standing> usable = Map.of();
    private final Set<String> doubtful = new HashSet<>();
    private boolean looksAgainSoon;
    private volatile boolean looked;
    private volatile boolean stopped;

    AgentFleet(
            ActiveCatalog catalog,
            AgentLook look,
            Slots slots,
            AgentReports reports,
            OpenRuns runs,
            Machine machine,
            CliWorkerConfig config) {
        this.catalog = catalog;
        this.look = look;
        this.slots = slots;
        this.reports = reports;
        this.runs = runs;
        this.machine = machine;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        catalog.follow(ignored -> news.release());
        thread.start();
    }

    /** Whether every agent of the catalog has been looked for once. */
    boolean hasLooked() {
        return looked;
    }

    private void run() {
        try {
            openMachine();
            if (!runs.awaitReady(CANCELS_LIMIT)) {
                LOG.warnf("cancels not read within %s; cancelled jobs may run", CANCELS_LIMIT);
            }
            while (!stopped) {
                lookAround();
                awaitNews();
            }
        } catch (InterruptedException e) {
            LOG.trace("interrupted to stop", e);
        }
    }

    /** Until the data directory can be used the worker is not ready. */
    private void openMachine() throws InterruptedException {
        while (!stopped) {
            try {
                machine.open();
                return;
            } catch (UncheckedIOException e) {
                LOG.errorf(
                        "agents wait: %s cannot be used: %s",
                        config.dataDirectory(), e.getMessage());
                boolean _ = news.tryAcquire(config.heartbeat().toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Reports between two looks, so that nobody takes this worker for gone. */
    private void awaitNews() throws InterruptedException {
        long until = System.nanoTime() + untilNextLook().toNanos();
        while (!stopped && System.nanoTime() < until) {
            if (news.tryAcquire(config.heartbeat().toMillis(), TimeUnit.MILLISECONDS)) {
                news.drainPermits();
                return;
            }
            tellAgain();
        }
    }

    /** Whatever goes wrong with one report, the next ones are told. */
    private void tellAgain() {
        try {
            slots.refill();
            reports.tell();
        } catch (RuntimeException e) {
            LOG.warnf("agents not reported now: %s", e.getMessage());
        }
    }

    /** Soon where only the broker or a busy machine was in the way. */
    private Duration untilNextLook() {
        return looksAgainSoon ? config.heartbeat() : config.lookEvery();
    }

    private void lookAround() throws InterruptedException {
        try {
            List<AgentLook.Standing> standings =
                    look.at(catalog.current().agents().values()).stream()
                            .map(this::withPatience)
                            .toList();
            Map<String, AgentLook.Standing> now = new HashMap<>();
            for (AgentLook.Standing standing : standings) {
                if (standing.usable()) {
                    Agent agent = standing.agent();
                    now.put(agent.name(), standing);
                    slots.set(agent.name(), agent.concurrency());
                }
            }
            usable.keySet().stream()
                    .filter(agent -> !now.containsKey(agent))
                    .forEach(agent -> slots.set(agent, 0));
            usable = now;
            doubtful.retainAll(now.keySet());
            looksAgainSoon =
                    !doubtful.isEmpty()
                            || standings.stream()
                                    .anyMatch(it -> AgentLook.NO_QUEUE.equals(it.code()));
            reports.tell(standings);
            looked = true;
        } catch (RuntimeException e) {
            looksAgainSoon = true;
            LOG.errorf(e, "agents could not be looked for; again in %s", config.heartbeat());
        }
    }

    /**
     * An agent that could be used and is late for one look, on a machine that is busy with its
     * runs, can be used until the next one.
     */
    private AgentLook.Standing withPatience(AgentLook.Standing standing) {
        String name = standing.agent().name();
        AgentLook.Standing before = usable.get(name);
        if (before != null && standing.mayPass() && doubtful.add(name)) {
            return new AgentLook.Standing(standing.agent(), before.found(), null, null);
        }
        doubtful.remove(name);
        return standing;
    }

    /** Before the ways out are closed. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        stopped = true;
        news.release();
        slots.stop(config.drain());
        thread.join(Duration.ofSeconds(1));
    }
}
