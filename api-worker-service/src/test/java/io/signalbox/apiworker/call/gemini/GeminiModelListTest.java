package io.signalbox.apiworker.call.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.event.ListedModel;
import io.signalbox.contracts.wire.Json;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeminiModelListTest {

    private static final URI BASE = URI.create("https://g/v1beta");

    private final GeminiModelList list = new GeminiModelList();

    @Test
    void itTellsWindowsAndWhatEachIsFor() throws JsonProcessingException {
        List<ListedModel> models =
                list.models(
                        json(
                                """
                                {"models":[{"name":"models/gemini-x","inputTokenLimit":1048576,"outputTokenLimit":65536,
                                "supportedGenerationMethods":["generateContent"],"thinking":true},
                                {"name":"models/gemini-e","inputTokenLimit":2048,"supportedGenerationMethods":["embedContent"]},
                                {"name":"models/imagen","supportedGenerationMethods":["predict"]}]}\
                                """));

        assertThat(models).extracting(ListedModel::id).containsExactly("gemini-x", "gemini-e");
        assertThat(models.getFirst().contextWindow()).isEqualTo(1_048_576);
        assertThat(models.getFirst().maxOutput()).isEqualTo(65_536);
        assertThat(models.getFirst().capabilities()).containsExactly("chat", "reasoning");
        assertThat(models.getLast().capabilities()).containsExactly("embedding");
        assertThat(models.getLast().lacking()).containsExactly("chat");
    }

    @Test
    void theNextPageIsNamedByItsToken() throws JsonProcessingException {
        assertThat(list.next(BASE, json("{\"nextPageToken\":\"a/b\"}")))
                .contains(URI.create("https://g/v1beta/models?pageSize=1000&pageToken=a%2Fb"));
        assertThat(list.next(BASE, json("{}"))).isEmpty();
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return Json.mapper().readTree(text);
    }
}
