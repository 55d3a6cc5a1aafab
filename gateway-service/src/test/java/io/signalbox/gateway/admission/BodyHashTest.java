package io.signalbox.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BodyHashTest {

    @Test
    void orderWhiteSpaceAndUnknownFieldsDoNotCount() throws IOException {
        assertThat(
                        hash(
                                """
                                {"instruction": "go", "metadata": {"a": "1", "b": "2"},
                                 "routing": {"model": "auto"}, "misspelt": true}
                                """))
                .isEqualTo(hash("{\"metadata\":{\"b\":\"2\",\"a\":\"1\"},\"instruction\":\"go\"}"));
    }

    @Test
    void anIdIsTheSameInEitherCase() throws IOException {
        assertThat(hash("{\"id\": \"01arz3ndektsv4rrffq69g5fav\", \"instruction\": \"go\"}"))
                .isEqualTo(
                        hash("{\"id\": \"01ARZ3NDEKTSV4RRFFQ69G5FAV\", \"instruction\": \"go\"}"));
    }

    @Test
    void everythingThatIsAskedForCounts() throws IOException {
        String plain = hash("{\"instruction\": \"go\"}");

        assertThat(hash("{\"instruction\": \"go!\"}")).isNotEqualTo(plain);
        assertThat(hash("{\"instruction\": \"go\", \"metadata\": {\"a\": \"1\"}}"))
                .isNotEqualTo(plain);
        assertThat(hash("{\"instruction\": \"go\", \"limits\": {\"timeout\": \"5s\"}}"))
                .isNotEqualTo(plain);
        assertThat(hash("{\"instruction\": \"go\", \"input\": {\"tools\": [{\"b\": 1}]}}"))
                .isNotEqualTo(
                        hash("{\"instruction\": \"go\", \"input\": {\"tools\": [{\"b\": 2}]}}"));
    }

    private static String hash(String json) throws IOException {
        return BodyHash.of(Json.read(json.getBytes(StandardCharsets.UTF_8), Job.class));
    }
}
