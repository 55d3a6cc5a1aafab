package io.signalbox.testsupport.agents;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One run of a real agent in a new git repository, with a HOME of its own and the command lines of
 * the shipped catalog.
 */
final class AgentRun {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final RealAgent agent;
    private final AgentScenario scenario;
    private final Path command;
    private final Path directory;

    AgentRun(RealAgent agent, AgentScenario scenario, Path command, Path directory) {
        this.agent = agent;
        this.scenario = scenario;
        this.command = command;
        this.directory = directory;
    }

    record Ended(int exitCode, String stdout, Path repository) {}

    /** A run that goes on; closing it leaves no process. */
    record Going(Process process, Path repository, Path stdout) implements AutoCloseable {

        Ended ended() throws Exception {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running after " + LIMIT);
            }
            return new Ended(process.exitValue(), Files.readString(stdout), repository);
        }

        @Override
        public void close() {
            List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
            all.add(process.toHandle());
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(each -> each.onExit().join());
        }
    }

    Ended run(String name) throws Exception {
        try (Going going = start(name)) {
            return going.ended();
        }
    }

    Going start(String name) throws Exception {
        Path run = Files.createDirectories(directory.resolve(name));
        Path repository = repository(run);
        Path prompt = Files.writeString(run.resolve("prompt"), "Write the file.\n");
        Path stdout = run.resolve("stdout");
        ProcessBuilder builder =
                new ProcessBuilder(commandLine(repository))
                        .directory(repository.toFile())
                        .redirectInput(prompt.toFile())
                        .redirectOutput(stdout.toFile())
                        .redirectError(run.resolve("stderr").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment(run));
        return new Going(builder.start(), repository, stdout);
    }

    private static Path repository(Path run) throws Exception {
        Path repository = Files.createDirectories(run.resolve("repository"));
        Process git =
                new ProcessBuilder("git", "init", "-q", ".")
                        .directory(repository.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(new File("/dev/null"))
                        .start();
        if (git.waitFor() != 0) {
            throw new IOException("git init ended with " + git.exitValue());
        }
        return repository;
    }

    private Map<String, String> environment(Path run) throws IOException {
        Map<String, String> env = new HashMap<>(scenario.env());
        env.put("PATH", "/usr/bin:/bin");
        env.put("HOME", Files.createDirectories(run.resolve("home")).toString());
        env.put("TMPDIR", Files.createDirectories(run.resolve("tmp")).toString());
        env.put("LANG", "C.UTF-8");
        env.put("TERM", "dumb");
        env.putAll(
                switch (agent) {
                    case CLAUDE_CODE ->
                            Map.of(
                                    "CLAUDE_CODE_MAX_RETRIES",
                                    "2",
                                    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
                                    "1",
                                    "DISABLE_AUTOUPDATER",
                                    "1");
                    case CODEX -> Map.of();
                    case GEMINI_CLI ->
                            Map.of(
                                    "GEMINI_CLI_TRUST_WORKSPACE",
                                    "true",
                                    "GEMINI_CLI_NO_RELAUNCH",
                                    "true");
                    case QWEN_CODE -> Map.of("QWEN_CODE_NO_RELAUNCH", "true");
                    case OPENCODE ->
                            Map.of(
                                    "OPENCODE_DISABLE_AUTOUPDATE",
                                    "true",
                                    "OPENCODE_DISABLE_MODELS_FETCH",
                                    "true",
                                    "OPENCODE_DISABLE_LSP_DOWNLOAD",
                                    "true",
                                    "OPENCODE_DISABLE_DEFAULT_PLUGINS",
                                    "true");
                });
        return env;
    }

    private List<String> commandLine(Path repository) {
        String model = scenario.options().getOrDefault("model", "");
        String[] arguments =
                switch (agent) {
                    case CLAUDE_CODE ->
                            new String[] {
                                "-p",
                                "--output-format",
                                "stream-json",
                                "--verbose",
                                "--permission-mode",
                                "acceptEdits",
                                "--model",
                                model
                            };
                    case CODEX -> codex(model, repository);
                    case GEMINI_CLI ->
                            new String[] {
                                "-o", "stream-json", "-m", model, "--approval-mode", "auto_edit"
                            };
                    case QWEN_CODE ->
                            new String[] {
                                "-o",
                                "stream-json",
                                "--auth-type",
                                "openai",
                                "-m",
                                model,
                                "--approval-mode",
                                "auto-edit",
                                "--max-wall-time",
                                "20s"
                            };
                    case OPENCODE ->
                            new String[] {
                                "run", "--format", "json", "-m", model, "--title", "signalbox"
                            };
                };
        return Stream.concat(Stream.of(command.toString()), Stream.of(arguments)).toList();
    }

    private String[] codex(String model, Path repository) {
        String provider =
                "model_providers.signalbox={name=\"signalbox\",base_url=\"%s\",env_key=\"OPENAI_API_KEY\",wire_api=\"responses\",request_max_retries=1,stream_max_retries=1}"
                        .formatted(scenario.options().get("base_url"));
        return new String[] {
            "exec",
            "--json",
            "-m",
            model,
            "-s",
            "workspace-write",
            "--skip-git-repo-check",
            "--ignore-user-config",
            "-c",
            "model_provider=signalbox",
            "-c",
            provider,
            "-c",
            "analytics.enabled=false",
            "--disable",
            "plugins",
            "-C",
            repository.toString(),
            "-"
        };
    }
}
