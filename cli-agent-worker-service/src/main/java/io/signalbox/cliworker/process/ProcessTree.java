package io.signalbox.cliworker.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * An agent and all that it started. A process belongs to it that was once seen as a descendant,
 * that carries the mark, or that writes to the agent's pipes. Used by one thread.
 */
final class ProcessTree {

    private static final Logger LOG = Logger.getLogger(ProcessTree.class);

    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    /** Who hears SIGTERM first; none where only leftovers are ended. */
    private final Set<ProcessHandle> agents;

    private final Mark mark;
    private final Set<String> pipes;
    private final Set<ProcessHandle> known = new LinkedHashSet<>();
    private final Set<ProcessHandle> told = new HashSet<>();
    private final Set<ProcessHandle> leftBehind = new HashSet<>();
    private boolean interrupted;

    private ProcessTree(Set<ProcessHandle> agents, Mark mark, Set<String> pipes) {
        this.agents = agents;
        this.mark = mark;
        this.pipes = pipes;
        known.addAll(agents);
    }

    static ProcessTree of(ProcessHandle agent, Set<String> pipes, Mark mark) {
        return new ProcessTree(Set.of(agent), mark, pipes);
    }

    /** What is left where nobody knows the agent any more. */
    static ProcessTree leftBy(Mark mark) {
        return new ProcessTree(Set.of(), mark, Set.of());
    }

    /** Remembers who is there now: once its parent has ended, a process may look like anybody's. */
    void look() {
        known.removeIf(process -> !isRunning(process));
        Set<ProcessHandle> below = new HashSet<>();
        for (ProcessHandle process : known) {
            // Each look goes through the whole machine: one for a parent is enough.
            if (!below.contains(process)) {
                process.descendants().forEach(below::add);
            }
        }
        known.addAll(below);
    }

    /**
     * Ends all of it: SIGTERM to the agent, and to the rest when it has gone; at the end of the
     * grace SIGKILL to whatever is there, until nothing is. An interrupt waits until then.
     *
     * @return how many others were there when the agent had ended
     */
    int end(Duration grace) {
        long until = System.nanoTime() + grace.toNanos();
        interrupted = Thread.interrupted();
        look();
        agents.forEach(ProcessHandle::destroy);
        if (await(() -> agents.stream().noneMatch(ProcessTree::isRunning), until)) {
            boolean _ = await(() -> terminated().isEmpty(), until);
        }
        kill();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        leftBehind.removeAll(agents);
        return leftBehind.size();
    }

    /** Those that were there, each sent the signal once, but for helpers. */
    private Set<ProcessHandle> terminated() {
        Set<ProcessHandle> there = running();
        Set<ProcessHandle> before = Set.copyOf(told);
        there.stream()
                .filter(process -> !isHelper(process, before))
                .filter(told::add)
                .forEach(ProcessHandle::destroy);
        return there;
    }

    /** Started by one that has had the signal and puts things in order, or by its helpers. */
    private static boolean isHelper(ProcessHandle process, Set<ProcessHandle> told) {
        return Stream.iterate(
                        process.parent(),
                        Optional::isPresent,
                        above -> above.flatMap(ProcessHandle::parent))
                .flatMap(Optional::stream)
                .anyMatch(above -> told.contains(above) && isRunning(above));
    }

    /** Until two looks in a row find nothing: a process can fork, and end, behind the first. */
    private void kill() {
        long until = System.nanoTime() + KILL_LIMIT.toNanos();
        if (!await(() -> killed().isEmpty() && running().isEmpty(), until)) {
            LOG.warnf(
                    "processes of run %s that do not end by SIGKILL: %s",
                    mark.run(), running().stream().map(ProcessHandle::pid).toList());
        }
    }

    /** Those that were there, and have been sent the signal. */
    private Set<ProcessHandle> killed() {
        Set<ProcessHandle> there = running();
        there.forEach(ProcessHandle::destroyForcibly);
        return there;
    }

    private Set<ProcessHandle> running() {
        known.addAll(ProcTable.of(mark, pipes));
        look();
        known.removeIf(process -> !isRunning(process));
        leftBehind.addAll(known);
        return new LinkedHashSet<>(known);
    }

    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && !ProcTable.isZombie(process.pid());
    }

    private boolean await(BooleanSupplier condition, long untilNanos) {
        Duration pause = FIRST_PAUSE;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - untilNanos >= 0) {
                return false;
            }
            LockSupport.parkNanos(pause.toNanos());
            interrupted |= Thread.interrupted();
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        }
        return true;
    }
}
