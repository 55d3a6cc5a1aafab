package io.signalbox.testsupport.agents;

import io.signalbox.contracts.wire.Json;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * How an agent is led to a simulated provider.
 *
 * @param env what its environment needs
 * @param options what its entry in a catalog needs
 */
record AgentConnection(Map<String, String> env, Map<String, String> options) {

    private static final String MODEL = "model";

    AgentConnection {
        env = Map.copyOf(env);
        options = Map.copyOf(options);
    }

    static AgentConnection of(
            RealAgent agent, ProviderSimulator simulator, String provider, Path settings) {
        return switch (agent) {
            case CLAUDE_CODE ->
                    new AgentConnection(
                            Map.of(
                                    "ANTHROPIC_API_KEY",
                                    AgentScenario.KEY,
                                    "ANTHROPIC_BASE_URL",
                                    withoutVersion(simulator.anthropicUrl(provider))),
                            Map.of(MODEL, "claude-sonnet-5"));
            case CODEX ->
                    new AgentConnection(
                            Map.of("OPENAI_API_KEY", AgentScenario.KEY),
                            Map.of("base_url", simulator.baseUrl(provider), MODEL, "gpt-5.5"));
            case GEMINI_CLI ->
                    new AgentConnection(
                            Map.of(
                                    "GEMINI_API_KEY",
                                    AgentScenario.KEY,
                                    "GOOGLE_GEMINI_BASE_URL",
                                    simulator.serverUrl(provider),
                                    "GEMINI_CLI_HOME",
                                    geminiHome(settings).toString()),
                            Map.of(MODEL, "gemini-2.5-flash"));
            case QWEN_CODE ->
                    new AgentConnection(
                            Map.of(
                                    "OPENAI_API_KEY",
                                    AgentScenario.KEY,
                                    "OPENAI_BASE_URL",
                                    simulator.baseUrl(provider),
                                    "QWEN_CODE_SYSTEM_SETTINGS_PATH",
                                    qwenSettings(settings).toString()),
                            Map.of(MODEL, "qwen3-coder"));
            case OPENCODE ->
                    new AgentConnection(
                            Map.of(
                                    "OPENAI_API_KEY",
                                    AgentScenario.KEY,
                                    "OPENCODE_CONFIG_CONTENT",
                                    opencodeConfig(simulator.baseUrl(provider)),
                                    // Else it installs a package in each new HOME, and ignores
                                    // SIGTERM meanwhile.
                                    "npm_config_offline",
                                    "true"),
                            Map.of(MODEL, "simulated/m1"));
        };
    }

    private static String withoutVersion(String url) {
        return url.substring(0, url.length() - "/v1".length());
    }

    /** With a base URL it would guess a way to log in that it then refuses; two tries, not ten. */
    private static Path geminiHome(Path settings) {
        Path home = settings.resolve("gemini-home");
        write(
                home.resolve(".gemini").resolve("settings.json"),
                Map.of(
                        "security",
                        Map.of("auth", Map.of("selectedType", "gemini-api-key")),
                        "general",
                        Map.of("maxAttempts", 2, "enableAutoUpdate", false),
                        "privacy",
                        Map.of("usageStatisticsEnabled", false)));
        return home;
    }

    /** Else it asks once more after each answer, for what it should remember. */
    private static Path qwenSettings(Path settings) {
        Path file = settings.resolve("qwen-settings.json");
        Map<String, Boolean> off =
                Map.of("enableManagedAutoMemory", false, "enableManagedAutoDream", false);
        write(file, Map.of("memory", off));
        return file;
    }

    private static String opencodeConfig(String baseUrl) {
        Map<String, Object> limits = Map.of("limit", Map.of("context", 100_000, "output", 8_000));
        Map<String, Object> simulated =
                Map.of(
                        "npm",
                        "@ai-sdk/openai-compatible",
                        "options",
                        Map.of("baseURL", baseUrl, "apiKey", "{env:OPENAI_API_KEY}"),
                        "models",
                        Map.of("m1", limits));
        return Json.text(
                Map.of(
                        "autoupdate",
                        false,
                        "share",
                        "disabled",
                        "provider",
                        Map.of("simulated", simulated)));
    }

    private static void write(Path file, Map<String, ?> json) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, Json.text(json));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Never the environment. */
    @Override
    public String toString() {
        return "AgentConnection[" + options + "]";
    }
}
