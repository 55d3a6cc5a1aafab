package io.signalbox.workspace;

import io.signalbox.contracts.attempt.ErrorClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One git command to be: where it runs, with what, for how long. For one thread; run once.
 *
 * <p>A command that takes too long is killed with its children. Its words never hold what the
 * caller's files hold.
 */
final class GitCommand {

    private static final int MOST_OUTPUT = 64 << 20;
    private static final int MOST_WORDS = 16 << 10;
    private static final long DRAIN_S = 60;

    private final Git git;
    private final @Nullable Path gitDirectory;
    private final Map<String, String> environment = new TreeMap<>();
    private @Nullable Path workTree;
    private Duration limit;
    private int mostOutput = MOST_OUTPUT;
    private ProcessBuilder.Redirect input = ProcessBuilder.Redirect.PIPE;
    private ProcessBuilder.Redirect output = ProcessBuilder.Redirect.PIPE;
    private String stdin = "";

    GitCommand(Git git, @Nullable Path gitDirectory) {
        this.git = git;
        this.gitDirectory = gitDirectory;
        this.limit = git.limits().local();
    }

    /** With the files of a directory, and the repository's index unless another is named. */
    GitCommand on(Path directory) {
        this.workTree = directory;
        return this;
    }

    GitCommand with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** May use these transports, in the form of GIT_ALLOW_PROTOCOL; else none. */
    GitCommand over(String protocols) {
        this.limit = git.limits().transfer();
        return with("GIT_ALLOW_PROTOCOL", protocols);
    }

    /** Reads this; less than a pipe holds (64 KiB). */
    GitCommand reading(String text) {
        this.stdin = text;
        return this;
    }

    GitCommand reading(Path file) {
        this.input = ProcessBuilder.Redirect.from(file.toFile());
        return this;
    }

    GitCommand writing(Path file) {
        this.output = ProcessBuilder.Redirect.to(file.toFile());
        return this;
    }

    /** Ends the command where it writes more; {@link GitResult#isCut} then says so. */
    GitCommand atMost(int bytes) {
        this.mostOutput = bytes;
        return this;
    }

    /**
     * What a command writes that must go well.
     *
     * @throws Refusal INTERNAL where it does not
     */
    String text(String... arguments) {
        return run(arguments).orRefuse("git " + arguments[0]).text().strip();
    }

    /**
     * @throws Refusal where git is missing, where the time is over, and CANCELLED where the thread
     *     is interrupted
     */
    GitResult run(String... arguments) {
        Process process = start(List.of(arguments));
        try {
            Future<byte[]> out = drain(process, true);
            Future<byte[]> words = drain(process, false);
            write(process.getOutputStream());
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Refusal.of(
                        ErrorClass.TIMEOUT,
                        "git %s took longer than %d s",
                        arguments[0],
                        limit.toSeconds());
            }
            return new GitResult(process.exitValue(), taken(out), taken(words), mostOutput);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.of(ErrorClass.CANCELLED, "interrupted while git %s ran", arguments[0]);
        } finally {
            kill(process);
        }
    }

    private Process start(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(git.limits().binary()));
        if (gitDirectory != null) {
            command.add("--git-dir=" + gitDirectory);
        }
        if (workTree != null) {
            command.add("--work-tree=" + workTree);
        }
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory((workTree == null ? git.home() : workTree).toFile());
        builder.redirectInput(input).redirectOutput(output);
        builder.environment().clear();
        builder.environment().putAll(git.environment());
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw Refusal.of(
                    ErrorClass.UNAVAILABLE,
                    "git does not start, workspaces need it: install git at the worker (%s)",
                    String.valueOf(e.getMessage()));
        }
    }

    private Future<byte[]> drain(Process process, boolean output) {
        FutureTask<byte[]> read = new FutureTask<>(() -> output ? output(process) : words(process));
        Thread.ofPlatform().daemon().name("git-output-" + process.pid()).start(read);
        return read;
    }

    /** A command that writes more than may be kept is ended. */
    private byte[] output(Process process) throws IOException {
        try (InputStream from = process.getInputStream()) {
            byte[] head = from.readNBytes(mostOutput);
            if (from.read() < 0) {
                return head;
            }
            kill(process);
            return Arrays.copyOf(head, mostOutput + 1);
        }
    }

    private static byte[] words(Process process) throws IOException {
        try (InputStream from = process.getErrorStream()) {
            byte[] head = from.readNBytes(MOST_WORDS);
            from.transferTo(OutputStream.nullOutputStream());
            return head;
        }
    }

    private void write(OutputStream to) {
        try (to) {
            to.write(stdin.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended before it had read all: its exit code tells.
        }
    }

    /** Whoever inherited the pipe from a command that has ended may hold it open for ever. */
    private static byte[] taken(Future<byte[]> read) throws InterruptedException {
        try {
            return read.get(DRAIN_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw Refusal.of(ErrorClass.INTERNAL, "what git wrote could not be read");
        }
    }

    /** By its handle: Process.destroyForcibly closes the pipes too, under those who read them. */
    private static void kill(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.toHandle().destroyForcibly();
        }
    }
}
