package io.signalbox.testsupport.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class AgentScenarioTest {

    private final ProviderSimulator simulator = ProviderSimulator.start();

    @TempDir private Path directory;

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CLAUDE_CODE, ANTHROPIC_BASE_URL, /x/anthropic, ANTHROPIC_API_KEY",
        "GEMINI_CLI, GOOGLE_GEMINI_BASE_URL, /x, GEMINI_API_KEY",
        "QWEN_CODE, OPENAI_BASE_URL, /x/v1, OPENAI_API_KEY"
    })
    void theEnvironmentLeadsToTheSimulator(
            RealAgent agent, String url, String path, String keyName) {
        AgentScenario scenario = scenario(agent);

        assertThat(scenario.env())
                .containsEntry(url, "http://127.0.0.1:" + simulator.port() + path)
                .containsEntry(keyName, AgentScenario.KEY);
    }

    @Test
    void codexIsLedByAnOptionAndOpencodeByItsConfiguration() throws Exception {
        assertThat(scenario(RealAgent.CODEX).options())
                .containsEntry("base_url", simulator.baseUrl("x"));

        JsonNode config =
                Json.mapper()
                        .readTree(
                                scenario(RealAgent.OPENCODE).env().get("OPENCODE_CONFIG_CONTENT"));
        assertThat(config.at("/provider/simulated/options/baseURL").asText())
                .isEqualTo(simulator.baseUrl("x"));
    }

    @ParameterizedTest
    @CsvSource({
        "GEMINI_CLI, GEMINI_CLI_HOME, .gemini/settings.json, /security/auth/selectedType, gemini-api-key",
        "QWEN_CODE, QWEN_CODE_SYSTEM_SETTINGS_PATH, '', /memory/enableManagedAutoMemory, false"
    })
    void settingsThatOnlyAFileCanSayAreWritten(
            RealAgent agent, String variable, String file, String pointer, String value)
            throws Exception {
        Path named = Path.of(scenario(agent).env().get(variable));

        JsonNode settings = Json.mapper().readTree(Files.readString(named.resolve(file)));

        assertThat(settings.at(pointer).asText()).isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource
    void everyAgentWritesByAToolOfItsOwnAndThenAnswers(RealAgent agent) throws Exception {
        Script script = AgentScenario.writing(agent, "a/b.txt", "one\ntwo\n");

        assertThat(script.answer()).isEqualTo(AgentScenario.ANSWER);
        assertThat(script.steps()).hasSize(1);
        ToolCall call = script.steps().getFirst();
        assertThat(call.function().arguments()).contains("a/b.txt").contains("two");
        if (!call.type().equals("custom")) {
            assertThat(
                            Json.mapper()
                                    .readTree(call.function().arguments())
                                    .findValuesAsText("content"))
                    .containsExactly("one\ntwo\n");
        }
    }

    @Test
    void aCatalogEntryIsTheCommandTheEnvironmentAndTheOptions() {
        AgentScenario scenario = scenario(RealAgent.CODEX);

        assertThat(scenario.catalogEntry(Path.of("/bin/codex")))
                .containsEntry("command", "/bin/codex")
                .containsEntry("env", scenario.env())
                .containsEntry("options", scenario.options());
    }

    private AgentScenario scenario(RealAgent agent) {
        return new AgentScenario(agent, simulator, "x", directory);
    }
}
