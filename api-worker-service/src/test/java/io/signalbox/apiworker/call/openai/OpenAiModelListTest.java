package io.signalbox.apiworker.call.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.LocalQuestion;
import io.signalbox.apiworker.call.Requests;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.ListedModel;
import io.signalbox.contracts.event.ListedModel.ListedPrice;
import io.signalbox.contracts.wire.Json;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lists of servers with the OpenAI format tell, in each server's own words. */
class OpenAiModelListTest {

    private final OpenAiModelList list = new OpenAiModelList();

    @Test
    void openAiTellsIdsOnly() throws JsonProcessingException {
        assertThat(
                        models(
                                """
                                {"object":"list","data":[{"id":"gpt-5.4-nano","object":"model","owned_by":"openai"}]}\
                                """))
                .containsExactly(ListedModel.ofId("gpt-5.4-nano"));
    }

    @Test
    void openRouterTellsPricesPerTokenWindowsAndParameters() throws JsonProcessingException {
        ListedModel model =
                only(
                        """
                        {"data":[{"id":"a/b","context_length":262144,
                        "architecture":{"input_modalities":["text","image"],"output_modalities":["text"]},
                        "pricing":{"prompt":"0.00000025","completion":"0.000001","input_cache_read":"0.000000025"},
                        "top_provider":{"context_length":131072,"max_completion_tokens":16384},
                        "supported_parameters":["tools","max_tokens"],"expiration_date":"2026-12-31"}]}\
                        """);

        assertThat(model.contextWindow()).isEqualTo(262_144);
        assertThat(model.maxOutput()).isEqualTo(16_384);
        assertThat(model.price())
                .isEqualTo(
                        new ListedPrice(
                                Usd.parse("0.25"), Usd.parse("1"), Usd.parse("0.025"), null));
        assertThat(model.capabilities()).containsExactly("chat", "tools", "vision");
        assertThat(model.lacking()).containsExactly("json_schema", "reasoning");
        assertThat(model.retiresAt()).isEqualTo(Instant.parse("2026-12-31T00:00:00Z"));
    }

    @Test
    void openRoutersRoutersHaveNoPriceOfTheirOwn() throws JsonProcessingException {
        assertThat(
                        only("""
                        {"data":[{"id":"openrouter/auto","pricing":{"prompt":"-1","completion":"-1"}}]}\
                        """)
                                .price())
                .isNull();
    }

    @Test
    void togethersListIsABareArrayWithPricesPerMillion() throws JsonProcessingException {
        List<ListedModel> models =
                models(
                        """
                        [{"id":"x","type":"chat","context_length":8192,"pricing":{"input":0.18,"output":0.2}},
                        {"id":"machine","type":"chat","pricing":{"input":0,"output":0}},
                        {"id":"e","type":"embedding","pricing":{"input":0.01,"output":0.01}}]\
                        """);

        assertThat(models.getFirst().price())
                .isEqualTo(new ListedPrice(Usd.parse("0.18"), Usd.parse("0.2"), null, null));
        assertThat(models.get(1).price()).as("sold by the hour").isNull();
        assertThat(models.get(2).lacking()).contains("chat");
        assertThat(models.get(2).capabilities()).containsExactly("embedding");
    }

    @Test
    void huggingFaceTellsWhoServesTheModelNow() throws JsonProcessingException {
        ListedModel model =
                only(
                        """
                        {"data":[{"id":"o/m","architecture":{"input_modalities":["text"]},"providers":[
                        {"provider":"p","status":"live","context_length":1000,"pricing":{"input":1,"output":2},"supports_tools":true},
                        {"provider":"q","status":"live","context_length":3000,"pricing":{"input":1,"output":3},"supports_tools":true},
                        {"provider":"r","status":"error","context_length":9000,"supports_tools":false}]}]}\
                        """);

        assertThat(model.contextWindow()).isEqualTo(3_000);
        assertThat(model.price()).as("p and q do not agree").isNull();
        assertThat(model.capabilities()).containsExactly("tools");
        assertThat(model.lacking()).containsExactly("vision");
    }

    @Test
    void mistralTellsAbilitiesAndWhatComesAfter() throws JsonProcessingException {
        ListedModel model =
                only(
                        """
                        {"data":[{"id":"old","max_context_length":131072,"deprecation":"2026-12-31T00:00:00Z",
                        "deprecation_replacement_model":"new",
                        "capabilities":{"completion_chat":true,"function_calling":false,"vision":false}}]}\
                        """);

        assertThat(model.contextWindow()).isEqualTo(131_072);
        assertThat(model.capabilities()).containsExactly("chat");
        assertThat(model.lacking()).containsExactly("tools", "vision");
        assertThat(model.retiresAt()).isEqualTo(Instant.parse("2026-12-31T00:00:00Z"));
        assertThat(model.successor()).isEqualTo("new");
    }

    @Test
    void groqAndVllmTellTheirWindows() throws JsonProcessingException {
        assertThat(only("{\"data\":[{\"id\":\"g\",\"context_window\":131072}]}").contextWindow())
                .isEqualTo(131_072);
        assertThat(only("{\"data\":[{\"id\":\"v\",\"max_model_len\":32768}]}").contextWindow())
                .isEqualTo(32_768);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"context_length\":-1}",
                "{\"context_length\":\"many\"}",
                "{\"context_length\":99999999999999}",
                "{\"pricing\":{\"prompt\":\"free\",\"completion\":\"1e-6\"}}",
                "{\"pricing\":{\"prompt\":\"1e99999999\",\"completion\":\"1e-6\"}}",
                "{\"expiration_date\":\"soon\"}",
                "{\"supported_parameters\":\"tools\"}"
            })
    void whatMakesNoSenseIsNotTold(String fields) throws JsonProcessingException {
        String model = "{\"id\":\"m\"," + fields.substring(1);

        assertThat(models("{\"data\":[" + model + "]}")).containsExactly(ListedModel.ofId("m"));
    }

    @Test
    void lmStudioTellsWhatIsLoadedAndHow() throws JsonProcessingException {
        Provider studio = local("lm_studio", "http://localhost:1234/v1");
        LocalQuestion question = list.state(studio).orElseThrow();

        assertThat(question.address()).isEqualTo(URI.create("http://localhost:1234/api/v1/models"));
        ListedModel model =
                answered(
                        question,
                        """
                        {"models":[{"type":"llm","key":"m","max_context_length":131072,
                        "loaded_instances":[{"id":"m","config":{"context_length":8192}}],
                        "capabilities":{"vision":false,"trained_for_tool_use":true}}]}\
                        """);

        assertThat(model.contextWindow()).isEqualTo(8_192);
        assertThat(model.loaded()).isTrue();
        assertThat(model.capabilities()).containsExactly("chat", "tools");
        assertThat(model.lacking()).containsExactly("embedding", "vision");
    }

    @Test
    void anOlderLmStudioTellsLess() throws JsonProcessingException {
        Provider studio = local("lm_studio", "http://localhost:1234/v1");

        ListedModel model =
                answered(
                        list.details(studio, List.of()).getFirst(),
                        """
                        {"data":[{"id":"m","type":"vlm","state":"not-loaded","max_context_length":4096}]}\
                        """);

        assertThat(model.contextWindow()).isEqualTo(4_096);
        assertThat(model.loaded()).isFalse();
        assertThat(model.capabilities()).containsExactly("chat", "vision");
    }

    @Test
    void localAiTellsCapabilities() throws JsonProcessingException {
        Provider localAi = local("localai", "http://localhost:8080/v1");

        ListedModel model =
                answered(
                        list.details(localAi, List.of()).getFirst(),
                        """
                        {"object":"list","data":[{"id":"m","object":"model","capabilities":["chat","vision"],
                        "input_modalities":["text","image"],"output_modalities":["text"]}]}\
                        """);

        assertThat(model.capabilities()).containsExactly("chat", "vision");
        assertThat(list.readiness(localAi)).contains(URI.create("http://localhost:8080/readyz"));
    }

    @Test
    void aServerIsKnownByItsNameElseByItsPort() {
        assertThat(list.readiness(local("my-vLLM-2", "http://gpu:9999/v1")))
                .contains(URI.create("http://gpu:9999/health"));
        assertThat(list.readiness(local("gpu", "http://gpu:8000/v1")))
                .contains(URI.create("http://gpu:8000/health"));
        assertThat(list.readiness(local("gpu", "http://gpu:9999/v1"))).isEmpty();
        assertThat(list.readiness(Requests.provider("vllm", URI.create("http://gpu:8000/v1"))))
                .as("not local")
                .isEmpty();
    }

    private List<ListedModel> models(String json) throws JsonProcessingException {
        return list.models(json(json));
    }

    private ListedModel only(String json) throws JsonProcessingException {
        assertThat(models(json)).hasSize(1);
        return models(json).getFirst();
    }

    private static ListedModel answered(LocalQuestion question, String json)
            throws JsonProcessingException {
        return question.adds().apply(List.of(ListedModel.ofId("m")), json(json)).getFirst();
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return Json.mapper().readTree(text);
    }

    private static Provider local(String name, String baseUrl) {
        return new CatalogLoader(CatalogEnvironment.of(Map.of()))
                .loadText(
                        "test.yaml",
                        """
                        version: 1
                        providers: {%s: {dialect: openai, base_url: "%s", local: true}}
                        """
                                .formatted(name, baseUrl))
                .provider(name)
                .orElseThrow();
    }
}
