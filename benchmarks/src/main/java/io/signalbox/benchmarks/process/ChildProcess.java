package io.signalbox.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A process of ours and everything below it: ended at close, and when this JVM ends. */
public final class ChildProcess implements AutoCloseable {

    private static final Duration TERM_LIMIT = Duration.ofSeconds(40);

    private final Process process;
    private final Path log;
    private final Predicate<String> isReady;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Thread atExit = Thread.ofPlatform().unstarted(this::kill);

    private ChildProcess(Process process, Path log, Predicate<String> isReady) {
        this.process = process;
        this.log = log;
        this.isReady = isReady;
    }

    /**
     * Starts a command.
     *
     * @param log takes its output
     * @param isReady the line of its output that says it works
     */
    public static ChildProcess start(ProcessBuilder builder, Path log, Predicate<String> isReady) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process process = builder.redirectErrorStream(true).start();
            ChildProcess child = new ChildProcess(process, log, isReady);
            Runtime.getRuntime().addShutdownHook(child.atExit);
            Thread.ofPlatform().daemon().name("output of " + process.pid()).start(child::drain);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + builder.command().getFirst(), e);
        }
    }

    private void drain() {
        try (BufferedReader output = process.inputReader();
                Writer file = Files.newBufferedWriter(log)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                file.write(line);
                file.write('\n');
                file.flush();
                if (!ready.isDone() && isReady.test(line)) {
                    ready.complete(line);
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IllegalStateException("it ended before it was ready"));
    }

    /** Waits for the line that says it works, and returns it. */
    public String awaitReady(Duration limit) throws InterruptedException {
        try {
            return ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new IllegalStateException("it did not start; its output is in " + log, e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** It and everything below it. */
    public List<ProcessHandle> tree() {
        return ProcessTree.of(process.toHandle());
    }

    /** SIGKILL to the process alone, as a crash would be; what is below must notice by itself. */
    public void crash() throws InterruptedException {
        List<ProcessHandle> tree = tree();
        process.destroyForcibly().waitFor();
        ProcessTree.awaitEnd(tree, TERM_LIMIT);
        forget();
    }

    /** SIGTERM, then SIGKILL to whatever is left after 40 s. */
    @Override
    public void close() {
        List<ProcessHandle> tree = tree();
        process.destroy();
        try {
            ProcessTree.awaitEnd(tree, TERM_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tree.forEach(ProcessHandle::destroyForcibly);
        forget();
    }

    private void kill() {
        List<ProcessHandle> tree = tree();
        process.destroy();
        try {
            ProcessTree.awaitEnd(tree, Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs now.
        }
    }
}
