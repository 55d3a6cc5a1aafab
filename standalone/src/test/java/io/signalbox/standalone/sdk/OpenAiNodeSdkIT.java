package io.signalbox.standalone.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * OpenAI's npm package as it is, with nothing but its base URL set. Left out where there is no node
 * and npm on the PATH.
 */
@ExtendWith(SharedSignalbox.class)
class OpenAiNodeSdkIT {

    /** Exactly this, so that a test that fails means a change of ours. */
    private static final String VERSION = "7.55.0";

    private static final Path PREFIX = Path.of("target", "node");

    private final RunningSignalbox signalbox;

    OpenAiNodeSdkIT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
    }

    @Test
    void plainStreamedToolsEmbeddingsModelsAndErrors() throws Exception {
        // Given
        assumeTrue(Command.exists("node") && Command.exists("npm"), "no node and npm on the PATH");
        Path entry = install();
        signalbox.script("first", Script.DEFAULT);
        signalbox.script(
                "second",
                Script.builder()
                        .toolCall(ToolCall.of("call_1", "weather", "{\"city\":\"Oslo\"}"))
                        .build());

        // When
        String printed =
                Command.run(
                        "node",
                        script().toString(),
                        entry.toUri().toString(),
                        signalbox.process().apiUrl());

        // Then
        JsonNode seen = Json.mapper().readTree(printed);
        String answer = "You said: what does the library say";
        assertThat(seen.at("/plain/text").asText()).isEqualTo(answer);
        assertThat(seen.at("/plain/usage/completion_tokens").asInt()).isEqualTo(7);
        assertThat(seen.at("/streamed/text").asText()).isEqualTo(answer);
        assertThat(seen.at("/streamed/usage/completion_tokens").asInt()).isEqualTo(7);
        assertThat(seen.at("/tools/finish").asText()).isEqualTo("tool_calls");
        assertThat(seen.at("/tools/name").asText()).isEqualTo("weather");
        assertThat(seen.at("/tools/arguments").asText()).isEqualTo("{\"city\":\"Oslo\"}");
        assertThat(seen.at("/tools/answer").asText()).isEqualTo(answer);
        assertThat(numbers(seen.at("/embeddings/base64")))
                .containsExactly(Vectors.of("what the library embeds", null));
        assertThat(seen.at("/embeddings/usage/total_tokens").asInt()).isEqualTo(5);
        assertThat(seen.at("/embeddings/model").asText()).isEqualTo("first/vec");
        assertThat(numbers(seen.at("/embeddings/numbers/1/embedding")))
                .containsExactly(Vectors.of("what the library embeds", 4));
        assertThat(seen.at("/embeddings/numbers/1/index").asInt()).isEqualTo(1);
        assertThat(StreamSupport.stream(seen.path("models").spliterator(), false))
                .extracting(JsonNode::asText)
                .contains("auto", "first/small");
        assertThat(seen.at("/error/class").asText()).isEqualTo("NotFoundError");
        assertThat(seen.at("/error/status").asInt()).isEqualTo(404);
        assertThat(seen.at("/error/code").asText()).isEqualTo("model_not_found");
        assertThat(seen.at("/error/message").asText()).contains("no model 'no-such-model'");
    }

    private static float[] numbers(JsonNode array) {
        return Json.mapper().convertValue(array, float[].class);
    }

    /** The package's entry; installs it where this build has not done so yet. */
    private static Path install() throws Exception {
        Path home = PREFIX.resolve("node_modules").resolve("openai").toAbsolutePath();
        Path entry = home.resolve("index.mjs");
        boolean there =
                Files.exists(entry)
                        && Files.readString(home.resolve("package.json"))
                                .contains("\"version\": \"" + VERSION + "\"");
        if (!there) {
            Files.createDirectories(PREFIX);
            Command.run(
                    "npm",
                    "install",
                    "--no-save",
                    "--no-audit",
                    "--no-fund",
                    "--prefix",
                    PREFIX.toAbsolutePath().toString(),
                    "openai@" + VERSION);
        }
        return entry;
    }

    private static Path script() throws Exception {
        return Path.of(
                Objects.requireNonNull(OpenAiNodeSdkIT.class.getResource("openai.mjs")).toURI());
    }
}
