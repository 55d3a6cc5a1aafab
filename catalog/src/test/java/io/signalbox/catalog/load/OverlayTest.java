package io.signalbox.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Price;
import io.signalbox.catalog.Provider;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The operator's file over the shipped defaults. */
class OverlayTest {

    private static final CatalogLoader LOADER = new CatalogLoader(CatalogEnvironment.of(Map.of()));
    private static final Catalog SHIPPED = LOADER.loadDefaults();

    @Test
    void oneKeyChangesAndItsNeighboursStay() {
        Provider groq =
                load("providers: {groq: {limits: {requests_per_minute: 30}}}")
                        .provider("groq")
                        .orElseThrow();

        assertThat(groq.limits().requestsPerMinute()).isEqualTo(30);
        assertThat(groq.baseUrl()).isEqualTo(SHIPPED.provider("groq").orElseThrow().baseUrl());
        assertThat(groq.defaultModel()).isEqualTo("openai/gpt-oss-120b");
    }

    @Test
    void aModelThatThinksHasAsLongAsTheOthersWhereOnlyTheirLimitIsGiven() {
        assertThat(thinking("{}")).isNull();
        assertThat(thinking("{first_token: 10s}")).isEqualTo(Duration.ofSeconds(10));
        assertThat(thinking("{first_token: 10s, thinking: 5m}")).isEqualTo(Duration.ofMinutes(5));
    }

    private static @Nullable Duration thinking(String timeouts) {
        return load("providers: {groq: {timeouts: %s}}".formatted(timeouts))
                .provider("groq")
                .orElseThrow()
                .timeouts()
                .thinking();
    }

    @Test
    void listsReplace() {
        Catalog catalog = load("agents: {codex: {capabilities: [code]}}");

        assertThat(catalog.agent("codex").orElseThrow().capabilities()).containsExactly("code");
    }

    @Test
    void modelsAddAndOverrideById() {
        Catalog catalog =
                load(
                        """
                        models:
                          - {id: groq/brand-new, tier: fast}
                          - id: openai/gpt-5.6-terra
                            price: {input_per_1m: 1.5}
                        """);

        assertThat(catalog.models()).hasSize(114);
        assertThat(catalog.model("groq", "brand-new").orElseThrow().price()).isNull();
        Model terra = catalog.model("openai", "gpt-5.6-terra").orElseThrow();
        Price price = terra.price();
        assertThat(price).isNotNull();
        assertThat(price.inputPer1M()).isEqualByComparingTo(new BigDecimal("1.5"));
        assertThat(price.outputPer1M()).isEqualByComparingTo(new BigDecimal("12"));
        assertThat(price.longContext()).isNotNull();
        assertThat(terra.contextWindow()).isEqualTo(1_050_000);
        assertThat(catalog.modelsOf("groq")).extracting(Model::id).contains("brand-new");
    }

    @Test
    void anEmptySectionChangesNothingAndANullTakesAValueAway() {
        assertThat(load("providers:\nrouting:\n")).isEqualTo(SHIPPED);
        assertThat(
                        load("providers: {groq: {default_model: null}}")
                                .provider("groq")
                                .orElseThrow()
                                .defaultModel())
                .isNull();
    }

    @Test
    void aClosedListOfTheOperatorsTakesTheShippedDefaultsPlaceWithoutAProblem() {
        // Given lists that leave out the shipped default models and successors
        Catalog catalog =
                load(
                        """
                        providers:
                          groq: {models: [llama-3.1-8b-instant, qwen/qwen3-32b]}
                          anthropic: {models: [claude-haiku-4-5-20251001]}
                        """);

        assertThat(catalog.warnings()).isEmpty();
        assertThat(catalog.provider("groq").orElseThrow().defaultModel())
                .isEqualTo("llama-3.1-8b-instant");
    }

    @Test
    void theOrderIsTheFilesWithTheShippedOnesFirst() {
        Catalog catalog =
                load(
                        """
                        providers:
                          zeta: {dialect: openai, base_url: http://z/v1/}
                          alpha: {dialect: openai, base_url: http://a/v1}
                        chains: {z: [zeta], b: [alpha, zeta], a: [groq]}
                        """);

        assertThat(List.copyOf(catalog.providers().keySet()).reversed())
                .startsWith("alpha", "zeta");
        assertThat(catalog.chains().keySet()).containsExactly("z", "b", "a");
        assertThat(catalog.provider("zeta").orElseThrow().baseUrl()).hasToString("http://z/v1");
    }

    private static Catalog load(String yaml) {
        return LOADER.loadText("t.yaml", yaml);
    }
}
