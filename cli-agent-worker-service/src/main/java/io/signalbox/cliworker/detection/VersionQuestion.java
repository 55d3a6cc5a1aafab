package io.signalbox.cliworker.detection;

import io.signalbox.catalog.Agent;
import io.signalbox.cliworker.command.AgentEnvironment;
import io.signalbox.cliworker.command.AgentHost;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a program for its version, with a clean environment and a HOME that is thrown away
 * afterwards: some leave files there even for this.
 */
final class VersionQuestion {

    /** What was told. */
    sealed interface Answer {}

    /**
     * @param version null where it was not asked, or told none
     */
    record Told(@Nullable String version) implements Answer {}

    record Broken(String reason) implements Answer {}

    private static final Pattern VERSION =
            Pattern.compile("\\d+\\.\\d+(?:\\.\\d+)*(?:[-+][0-9A-Za-z.-]{1,40})?");

    private final AgentHost host;
    private final Duration time;

    VersionQuestion(AgentHost host, Duration time) {
        this.host = host;
        this.time = time;
    }

    Answer ask(Path program, Agent agent) {
        if (agent.versionArgs().isEmpty()) {
            return new Told(null);
        }
        List<String> argv = new ArrayList<>(List.of(program.toString()));
        argv.addAll(agent.versionArgs());
        try (ThrowAwayHome home = ThrowAwayHome.create()) {
            return ask(argv, home.path());
        } catch (IOException e) {
            return new Broken("it cannot be started: " + e.getClass().getSimpleName());
        }
    }

    private Answer ask(List<String> argv, Path home) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(argv)
                        .directory(home.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(AgentEnvironment.base(host, home, home));
        Process process = builder.start();
        try {
            return answer(process);
        } finally {
            end(process);
        }
    }

    private Answer answer(Process process) {
        Heard heard = new Heard();
        Thread.ofVirtual().start(() -> heard.listen(process.getInputStream()));
        try {
            if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Broken("it told no version within %d s".formatted(time.toSeconds()));
            }
            if (process.exitValue() != 0) {
                return new Broken(
                        "asked for its version, it ended with exit code %d"
                                .formatted(process.exitValue()));
            }
            Matcher version = VERSION.matcher(heard.text());
            return new Told(version.find() ? version.group() : null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Broken("the question was interrupted");
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
