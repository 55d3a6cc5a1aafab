package io.signalbox.cliworker.process;

import io.signalbox.cliworker.process.ProcessEnd.Limit;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One run, from the start of its process to the end of the last one of it. */
final class AgentRun {

    private static final Logger LOG = Logger.getLogger(AgentRun.class);

    private static final File NOTHING =
            new File(System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null");
    private static final String PATH =
            Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin");
    private static final Duration FIRST_LOOK = Duration.ofMillis(100);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    /** What is still in a pipe when its writers have gone is read in no time. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);

    private final AgentCommand command;
    private final ProcessLimits limits;
    private final OutputListener listener;
    private final Mark mark;
    private final RunWatch watch;
    private final Stdout stdout;
    private final StderrTail stderr;
    private volatile @Nullable RuntimeException listenerFailure;

    AgentRun(AgentCommand command, ProcessLimits limits, OutputListener listener, Mark mark) {
        this.command = command;
        this.limits = limits;
        this.listener = listener;
        this.mark = mark;
        this.watch = new RunWatch(limits);
        this.stdout = new Stdout(limits.maxOutputBytes(), this::hear);
        this.stderr = new StderrTail(limits.stderrTailBytes());
    }

    /** Ends it soon; it may not have begun. */
    void cancel() {
        watch.stop(RunWatch.Stop.CANCELLED);
    }

    /** Blocks until nothing of it is left. */
    ProcessEnd run() {
        Optional<String> fault = Fitness.fault(command, Fitness.LOCALE);
        if (fault.isPresent()) {
            return new ProcessEnd.NotStarted(fault.get());
        }
        if (watch.isStopped()) {
            return new ProcessEnd.Cancelled(output(Duration.ZERO, 0));
        }
        Optional<Path> program = Program.find(command.argv().getFirst(), command.directory(), PATH);
        if (program.isEmpty()) {
            return new ProcessEnd.NotStarted(
                    "no program '%s' on the worker's PATH".formatted(command.argv().getFirst()));
        }
        try {
            return attend(
                    AgentThreads.start(
                            name("wait"),
                            builder(program.get()),
                            () -> watch.stop(RunWatch.Stop.EXITED)));
        } catch (IOException e) {
            return new ProcessEnd.NotStarted(String.valueOf(e.getMessage()));
        } catch (CompletionException e) {
            // The system may have started it before there was no thread to wait for it.
            int ended = ProcessTree.leftBy(mark).end(limits.termGrace());
            LOG.warnf(e, "run %s did not start, %d processes of it ended", mark.run(), ended);
            return new ProcessEnd.NotStarted(String.valueOf(e.getCause()));
        }
    }

    private ProcessBuilder builder(Path program) {
        List<String> arguments = command.argv().subList(1, command.argv().size());
        ProcessBuilder builder =
                new ProcessBuilder(Program.inOwnSession(program, arguments))
                        .directory(command.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        builder.environment().putAll(mark.variables());
        if (command.stdin() == null) {
            builder.redirectInput(NOTHING);
        }
        return builder;
    }

    /** Whatever happens, what was started ends here. */
    private ProcessEnd attend(AgentThreads.Started started) {
        Process process = started.process();
        ProcessTree tree = ProcessTree.of(process.toHandle(), started.pipes(), mark);
        List<Thread> readers = new ArrayList<>();
        RunWatch.Stop stop;
        Duration duration;
        int leftBehind;
        try {
            readers.add(readStdout(process));
            readers.add(readStderr(process));
            if (command.stdin() != null) {
                var _ = AgentThreads.feed(name("in"), process.getOutputStream(), command.stdin());
            }
            stop = awaitStop(tree);
        } finally {
            duration = watch.elapsed();
            leftBehind = tree.end(limits.termGrace());
        }
        if (!readers.stream().allMatch(reader -> AgentThreads.join(reader, DRAIN_LIMIT))) {
            LOG.warnf("the output of run %s is still held open, by whom is unknown", mark.run());
        }
        stdout.close();
        return end(stop, process, output(duration, leftBehind));
    }

    private Thread readStdout(Process process) {
        return AgentThreads.drain(
                name("out"),
                process.getInputStream(),
                (bytes, count) -> {
                    watch.alive();
                    if (!stdout.write(bytes, count)) {
                        watch.stop(RunWatch.Stop.TOO_LARGE);
                    }
                },
                stdout::end);
    }

    private Thread readStderr(Process process) {
        return AgentThreads.drain(
                name("err"),
                process.getErrorStream(),
                (bytes, count) -> {
                    watch.alive();
                    stderr.write(bytes, count);
                },
                () -> {});
    }

    /** On the thread that reads stdout, which must go on reading whatever happens here. */
    private void hear(String line) {
        try {
            if (listenerFailure == null && listener.line(line)) {
                watch.finish();
            }
        } catch (RuntimeException e) {
            listenerFailure = e;
            watch.stop(RunWatch.Stop.LISTENER);
        }
    }

    /** Looks around now and then: a tool's parent may end before the agent does. */
    private RunWatch.Stop awaitStop(ProcessTree tree) {
        Duration span = FIRST_LOOK;
        while (true) {
            RunWatch.Stop stop = await(span);
            if (stop != null) {
                return stop;
            }
            tree.look();
            span = span.multipliedBy(2);
            span = span.compareTo(LONGEST_LOOK) < 0 ? span : LONGEST_LOOK;
        }
    }

    private RunWatch.@Nullable Stop await(Duration span) {
        try {
            return watch.await(span);
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
            return watch.isFinished() ? RunWatch.Stop.LINGERED : RunWatch.Stop.CANCELLED;
        }
    }

    private ProcessOutput output(Duration duration, int leftBehind) {
        return new ProcessOutput(stdout.text(), stderr.text(), duration, leftBehind);
    }

    /** What stood in the pipe when the agent ended counts too. */
    private ProcessEnd end(RunWatch.Stop stop, Process process, ProcessOutput output) {
        RuntimeException failure = listenerFailure;
        if (failure != null) {
            throw failure;
        }
        if (stdout.isTooLarge() && !watch.isFinished()) {
            return new ProcessEnd.OutputTooLarge(output);
        }
        return switch (stop) {
            case EXITED -> new ProcessEnd.Exited(process.exitValue(), watch.isFinished(), output);
            case LINGERED -> new ProcessEnd.Lingered(output);
            case FIRST_OUTPUT -> new ProcessEnd.TimedOut(Limit.FIRST_OUTPUT, output);
            case IDLE -> new ProcessEnd.TimedOut(Limit.IDLE, output);
            case TOTAL -> new ProcessEnd.TimedOut(Limit.TOTAL, output);
            case CANCELLED -> new ProcessEnd.Cancelled(output);
            case TOO_LARGE -> new ProcessEnd.OutputTooLarge(output);
            case LISTENER -> throw new IllegalStateException("a listener failed without a failure");
        };
    }

    private String name(String part) {
        return "agent-" + mark.run() + "-" + part;
    }
}
