package io.signalbox.cliworker.fleet;

import io.signalbox.catalog.Agent;
import io.signalbox.cliworker.detection.AgentDetector;
import io.signalbox.cliworker.detection.FoundAgent;
import io.signalbox.cliworker.run.Machine;
import io.signalbox.cliworker.slot.AgentQueues;
import io.signalbox.contracts.wire.AgentTopic;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Looks for all agents at once: the program, and the queue of those that could be used. Blocks. */
@Singleton
class AgentLook {

    /** The topic or the group of an agent's queue is not as it must be. */
    static final String NO_QUEUE = "no_queue";

    /** How an agent stands here. */
    record Standing(Agent agent, FoundAgent found, @Nullable String code, @Nullable String reason) {

        boolean usable() {
            return code == null;
        }

        /** Whether the next look may find it well, though nobody has changed anything. */
        boolean mayPass() {
            return NO_QUEUE.equals(code) || FoundAgent.Obstacle.BROKEN.code().equals(code);
        }
    }

    private final AgentDetector detector;
    private final AgentQueues queues;

    AgentLook(Machine machine, AgentQueues queues) {
        this.detector = new AgentDetector(machine.host(), machine::sandbox);
        this.queues = queues;
    }

    List<Standing> at(Collection<Agent> agents) throws InterruptedException {
        List<Callable<Standing>> looks =
                agents.stream().<Callable<Standing>>map(agent -> () -> at(agent)).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(looks).stream().map(AgentLook::result).toList();
        }
    }

    private static Standing result(Future<Standing> look) {
        try {
            return look.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("a look at an agent failed", e);
        }
    }

    private Standing at(Agent agent) {
        FoundAgent found = detector.detect(agent);
        FoundAgent.Obstacle obstacle = found.obstacle();
        if (obstacle != null) {
            return new Standing(agent, found, obstacle.code(), found.reason());
        }
        Optional<String> queue =
                AgentTopic.isName(agent.name())
                        ? queues.obstacle(agent.name())
                        : Optional.of("no topic can be called after '%s'".formatted(agent.name()));
        return new Standing(agent, found, queue.isEmpty() ? null : NO_QUEUE, queue.orElse(null));
    }
}
