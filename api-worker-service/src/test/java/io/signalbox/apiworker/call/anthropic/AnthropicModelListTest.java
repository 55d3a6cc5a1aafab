package io.signalbox.apiworker.call.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.event.ListedModel;
import io.signalbox.contracts.wire.Json;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnthropicModelListTest {

    private static final URI BASE = URI.create("https://a/v1");

    private final AnthropicModelList list = new AnthropicModelList();

    @Test
    void itTellsWindowsAndAbilities() throws JsonProcessingException {
        ListedModel model =
                list.models(
                                json(
                                        """
                                        {"data":[{"id":"claude-x","max_input_tokens":1000000,"max_tokens":128000,
                                        "capabilities":{"image_input":{"supported":true},"thinking":{"supported":false},"pdf_input":true}}]}\
                                        """))
                        .getFirst();

        assertThat(model.contextWindow()).isEqualTo(1_000_000);
        assertThat(model.maxOutput()).isEqualTo(128_000);
        assertThat(model.capabilities()).containsExactly("pdf", "vision");
        assertThat(model.lacking()).containsExactly("reasoning");
    }

    @Test
    void aRetiredModelIsHistoryAndAdaptiveThinkingIsAnAbility() throws JsonProcessingException {
        List<ListedModel> models =
                list.models(
                        json(
                                """
                                {"data":[{"id":"claude-old","lifecycle":"retired"},
                                {"id":"claude-x","lifecycle":"deprecated","retires_at":"2027-11-30T00:00:00Z","capabilities":
                                {"thinking":{"supported":true,"types":{"adaptive":{"supported":true}}}}}]}\
                                """));

        assertThat(models).extracting(ListedModel::id).containsExactly("claude-x");
        assertThat(models.getFirst().capabilities())
                .containsExactly("adaptive_thinking", "reasoning");
        assertThat(models.getFirst().retiresAt()).isEqualTo("2027-11-30T00:00:00Z");
    }

    @Test
    void theNextPageBeginsAfterTheLastOfThisOne() throws JsonProcessingException {
        assertThat(list.next(BASE, json("{\"has_more\":true,\"last_id\":\"a&b\"}")))
                .contains(URI.create("https://a/v1/models?limit=1000&after_id=a%26b"));
        assertThat(list.next(BASE, json("{\"has_more\":false,\"last_id\":\"a\"}"))).isEmpty();
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return Json.mapper().readTree(text);
    }
}
