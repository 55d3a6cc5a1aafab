package io.signalbox.apiworker.call.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.signalbox.apiworker.call.LocalQuestion;
import io.signalbox.apiworker.call.Requests;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.event.ListedModel;
import io.signalbox.contracts.wire.Json;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What Ollama tells of its models: in {@code show} all that they could, in {@code ps} what runs.
 */
class OllamaModelListTest {

    private static final Provider OLLAMA = Requests.ollama(URI.create("http://o:11434"));
    private static final List<ListedModel> PULLED =
            List.of(ListedModel.ofId("qwen3"), ListedModel.ofId("nomic-embed-text"));

    private final OllamaModelList list = new OllamaModelList();

    @Test
    void showTellsTheLargestContextAndTheAbilities() throws JsonProcessingException {
        ListedModel model =
                shown(
                        """
                        {"parameters":"stop \\"x\\"","model_info":{"general.architecture":"qwen3","qwen3.context_length":40960},
                        "capabilities":["completion","tools","thinking"]}\
                        """);

        assertThat(model.contextWindow()).isEqualTo(40_960);
        assertThat(model.capabilities()).containsExactly("chat", "reasoning", "tools");
        assertThat(model.lacking()).containsExactly("embedding", "vision");
    }

    @Test
    void aContextThatTheModelSetsItselfIsWhatARequestGets() throws JsonProcessingException {
        assertThat(
                        shown(
                                        """
                                        {"parameters":"num_ctx                        8192\\nstop \\"x\\"",
                                        "model_info":{"general.architecture":"q","q.context_length":40960}}\
                                        """)
                                .contextWindow())
                .isEqualTo(8_192);
    }

    @Test
    void anOlderServerTellsNoAbilities() throws JsonProcessingException {
        assertThat(shown("{\"details\":{}}")).isEqualTo(ListedModel.ofId("qwen3"));
    }

    @Test
    void aLoadedModelHasTheContextThatItWasLoadedWith() throws JsonProcessingException {
        LocalQuestion running = list.state(OLLAMA).orElseThrow();

        List<ListedModel> models =
                running.adds()
                        .apply(
                                PULLED,
                                Json.mapper()
                                        .readTree(
                                                """
                                                {"models":[{"name":"qwen3:latest","model":"qwen3:latest","context_length":4096}]}\
                                                """));

        assertThat(running.address()).isEqualTo(URI.create("http://o:11434/api/ps"));
        assertThat(models.getFirst().contextWindow()).isEqualTo(4_096);
        assertThat(models.getFirst().loaded()).isTrue();
        assertThat(models.getLast().loaded()).isFalse();
    }

    private ListedModel shown(String json) throws JsonProcessingException {
        LocalQuestion question = list.details(OLLAMA, PULLED).getFirst();
        assertThat(question.address()).isEqualTo(URI.create("http://o:11434/api/show"));
        assertThat(question.body()).isEqualTo(Json.mapper().readTree("{\"model\":\"qwen3\"}"));
        return question.adds().apply(PULLED, Json.mapper().readTree(json)).getFirst();
    }
}
