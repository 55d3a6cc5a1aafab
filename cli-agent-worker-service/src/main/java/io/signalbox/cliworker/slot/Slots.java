package io.signalbox.cliworker.slot;

import io.signalbox.cliworker.CliWorkerConfig;
import io.signalbox.cliworker.CliWorkerPublisher;
import io.signalbox.cliworker.WorkerId;
import io.signalbox.contracts.wire.AgentTopic;
import io.signalbox.messaging.KafkaAddress;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The worker's slots, as many for each agent as its entry says. Thread-safe. */
@Singleton
public final class Slots {

    /** After a run was ended its processes and its order go within this time. */
    private static final Duration LAST = Duration.ofSeconds(10);

    private final KafkaAddress address;
    private final WorkerId worker;
    private final Slot.Shared shared;
    private final Map<String, List<Slot>> byAgent = new HashMap<>();
    private final Map<String, List<Slot>> leaving = new HashMap<>();
    private final Map<String, Integer> wanted = new HashMap<>();
    private int made;
    private boolean stopped;

    Slots(
            KafkaAddress address,
            WorkerId worker,
            CliWorkerConfig config,
            CliWorkerPublisher publisher,
            SlotWork work) {
        this.address = address;
        this.worker = worker;
        this.shared =
                new Slot.Shared(
                        address,
                        work,
                        new EarlierRuns(
                                address,
                                "cli-worker-earlier-" + worker.value(),
                                config.queueTimeout()),
                        publisher.deadLetters(),
                        config.lock(),
                        config.renewEvery(),
                        config.lastDelivery());
    }

    /** An agent has that many from now on; those that are too many end after their order. */
    public synchronized void set(String agent, int count) {
        wanted.put(agent, count);
        List<Slot> slots = byAgent.computeIfAbsent(agent, _ -> new ArrayList<>());
        // Idle ones first: nobody waits for them.
        slots.sort((one, two) -> Boolean.compare(two.isBusy(), one.isBusy()));
        while (slots.size() > count) {
            Slot slot = slots.removeLast();
            slot.close();
            leaving.computeIfAbsent(agent, _ -> new ArrayList<>()).add(slot);
        }
        fill(agent, count);
    }

    /** Makes the slots that had to wait for one that was leaving with its order. */
    public synchronized void refill() {
        wanted.forEach(this::fill);
    }

    private void fill(String agent, int count) {
        List<Slot> others = leaving.computeIfAbsent(agent, _ -> new ArrayList<>());
        others.removeIf(slot -> !slot.isAlive());
        List<Slot> slots = byAgent.computeIfAbsent(agent, _ -> new ArrayList<>());
        while (!stopped && slots.size() + others.size() < count) {
            Slot slot = make(agent);
            slots.add(slot);
            slot.start();
        }
    }

    private Slot make(String agent) {
        AgentTopic topic = new AgentTopic(agent);
        String name = "cli-worker-%s-%d-%s".formatted(agent, ++made, worker.value());
        return new Slot(shared, name, address.topicName(topic), address.group(topic));
    }

    /** How many of an agent's slots run an order now. */
    public synchronized int running(String agent) {
        return (int)
                Stream.of(byAgent, leaving)
                        .flatMap(slots -> slots.getOrDefault(agent, List.of()).stream())
                        .filter(Slot::isBusy)
                        .count();
    }

    /** Takes nothing new; ends what runs longer than that, and gives its orders back. */
    public void stop(Duration drain) throws InterruptedException {
        List<Slot> all = new ArrayList<>();
        synchronized (this) {
            stopped = true;
            byAgent.values().forEach(all::addAll);
            leaving.values().forEach(all::addAll);
        }
        all.forEach(Slot::close);
        awaitAll(all, drain);
        all.forEach(Slot::hurry);
        awaitAll(all, LAST);
    }

    private static void awaitAll(List<Slot> slots, Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        for (Slot slot : slots) {
            boolean _ = slot.awaitEnd(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
        }
    }
}
