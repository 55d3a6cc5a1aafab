package io.signalbox.gateway.admission;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.http.ApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobBoundsTest {

    private final JobBounds bounds = new JobBounds(new Most());

    private static Job job(String json) throws IOException {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), Job.class);
    }

    @Test
    void whatIsAtTheBoundIsTaken() throws IOException {
        Job job =
                job(
                        """
                        {"input": {"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}],
                                   "tools": [{}]},
                         "task": {"type": "12345678"},
                         "routing": {"requires": ["12345678", "b"]},
                         "metadata": {"a": "123", "b": "12345"}}
                        """);

        assertThatCode(() -> bounds.check(job)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"input\": {\"messages\": [{\"role\": \"user\"}, {\"role\": \"user\"}, {\"role\": \"user\"}]}} | input.messages has 3 messages, at most 2 are taken",
                "{\"input\": {\"tools\": [{}, {}]}} | input.tools has 2 tools, at most 1 are taken",
                "{\"embedding\": {\"texts\": [\"a\", \"b\", \"c\"]}} | embedding.texts has 3 texts, at most 2 are taken",
                "{\"metadata\": {\"a\": \"\", \"b\": \"\", \"c\": \"\"}} | metadata has 3 entries, at most 2 are taken",
                "{\"metadata\": {\"key\": \"12345678\"}} | metadata has 11 characters, at most 10 are taken",
                "{\"profile\": \"123456789\"} | profile has 9 characters, at most 8 are taken",
                "{\"task\": {\"area\": \"123456789\"}} | task.area has 9 characters, at most 8 are taken",
                "{\"routing\": {\"chain\": \"123456789\"}} | routing.chain has 9 characters, at most 8 are taken",
                "{\"routing\": {\"exclude_models\": [\"123456789\"]}} | routing.exclude_models has 9 characters, at most 8 are taken",
                "{\"routing\": {\"requires\": [\"a\", \"b\", \"c\"]}} | routing.requires has 3 entries, at most 2 are taken",
            })
    void whatIsPastABoundIsNamedWithItsSizeAndTheBound(String json, String told)
            throws IOException {
        Job job = job(json);

        assertThatThrownBy(() -> bounds.check(job))
                .isInstanceOf(ApiException.class)
                .hasMessage(told);
    }

    private static final class Most implements GatewayConfig.Bounds {

        @Override
        public int maxMessages() {
            return 2;
        }

        @Override
        public int maxTools() {
            return 1;
        }

        @Override
        public int maxEmbeddingTexts() {
            return 2;
        }

        @Override
        public int maxMetadataEntries() {
            return 2;
        }

        @Override
        public int maxMetadataChars() {
            return 10;
        }

        @Override
        public int maxNameChars() {
            return 8;
        }

        @Override
        public int maxBatchJobs() {
            return 1;
        }

        @Override
        public int maxListEntries() {
            return 2;
        }
    }
}
