package io.signalbox.catalog.known;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Price;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.ListedModel;
import io.signalbox.contracts.event.ListedModel.ListedPrice;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownCatalogTest {

    private static final CatalogLoader LOADER = new CatalogLoader(CatalogEnvironment.of(Map.of()));

    @Test
    void theOperatorsFileWinsThenTheListThenWhatIsShipped() {
        Catalog catalog =
                LOADER.loadText(
                        "mine.yaml",
                        """
                        version: 1
                        models: [{id: groq/llama-3.3-70b-versatile, context_window: 1000}]
                        """);
        Model shipped = catalog.model("groq", "llama-3.3-70b-versatile").orElseThrow();

        Model known = laid(catalog, "groq", listed("llama-3.3-70b-versatile", 2_000L, 3_000L));

        assertThat(known.contextWindow()).as("the operator's").isEqualTo(1_000);
        assertThat(known.maxOutput()).as("the list's").isEqualTo(3_000);
        assertThat(known.tier()).as("as shipped").isEqualTo(shipped.tier()).isNotNull();
        assertThat(known.price()).as("as shipped").isEqualTo(shipped.price()).isNotNull();
    }

    @Test
    void aListsPriceReplacesTheShippedOneWithItsLongContextTier() {
        Model shipped = shipped("anthropic", "claude-sonnet-4-5-20250929");
        Price old = shipped.price();
        assertThat(old).isNotNull();
        assertThat(old.longContext()).isNotNull();

        Price same = priced(shipped, old.inputPer1M(), old.outputPer1M());
        Price dearer = priced(shipped, BigDecimal.valueOf(7), old.outputPer1M());

        assertThat(same).isEqualTo(old);
        assertThat(dearer.inputPer1M()).isEqualByComparingTo("7");
        assertThat(dearer.longContext()).isNull();
        assertThat(dearer.cacheReadPer1M()).isNull();
    }

    @Test
    void capabilitiesAreAddedAndDenied() {
        ListedModel told =
                new ListedModel(
                        "qwen3:8b",
                        null,
                        null,
                        null,
                        List.of("vision"),
                        List.of("tools"),
                        null,
                        null,
                        true);

        Model known = laid(LOADER.loadDefaults(), "ollama", told);

        assertThat(known.capabilities()).contains("chat", "vision").doesNotContain("tools");
        assertThat(known.mayHave("tools")).isFalse();
        assertThat(known.mayHave("telepathy")).as("the registry would say").isFalse();
    }

    @Test
    void aModelThatOnlyTheListKnowsLacksNothingButWhatTheListDenies() {
        ListedModel told =
                new ListedModel(
                        "brand/new",
                        9L,
                        null,
                        null,
                        List.of("chat"),
                        List.of("tools"),
                        Instant.parse("2027-01-31T00:00:00Z"),
                        "brand/newer",
                        null);

        Model known = laid(LOADER.loadDefaults(), "openrouter", told);

        assertThat(known.knowledge().registered()).isFalse();
        assertThat(known.mayHave("vision")).isTrue();
        assertThat(known.mayHave("tools")).isFalse();
        assertThat(known.price()).as("unknown, which is not 0").isNull();
        assertThat(known.endOfLife()).isEqualTo(LocalDate.of(2027, 1, 31));
        assertThat(known.successor()).isEqualTo("openrouter/brand/newer");
    }

    @Test
    void aModelOfAServerOfOnesOwnIsFree() {
        assertThat(laid(LOADER.loadDefaults(), "vllm", listed("any", 9L, null)).price())
                .isEqualTo(Price.FREE);
    }

    @Test
    void aClosedListOfModelsStaysClosed() {
        Catalog catalog =
                LOADER.loadText(
                        "mine.yaml",
                        """
                        version: 1
                        providers: {groq: {models: [llama-3.3-70b-versatile]}}
                        """);

        assertThat(over(catalog, "groq", listed("other", 9L, null)).model("groq", "other"))
                .isEmpty();
    }

    @Test
    void itIsMadeOnceForTheSameCatalogAndLists() {
        Catalog catalog = LOADER.loadDefaults();
        Map<String, Map<String, ListedModel>> lists =
                Map.of("vllm", Map.of("any", listed("any", 9L, null)));
        KnownCatalog known = new KnownCatalog(() -> catalog, () -> lists);

        assertThat(known.current()).isSameAs(known.current());
    }

    @Test
    void withoutListsItIsTheCatalogItself() {
        Catalog catalog = LOADER.loadDefaults();

        assertThat(new KnownCatalog(() -> catalog, Map::of).current()).isSameAs(catalog);
    }

    private static Price priced(Model shipped, BigDecimal input, BigDecimal output) {
        ListedModel told =
                new ListedModel(
                        shipped.id(),
                        null,
                        null,
                        new ListedPrice(new Usd(input), new Usd(output), null, null),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null);
        Price price = laid(LOADER.loadDefaults(), shipped.provider(), told).price();
        assertThat(price).isNotNull();
        return price;
    }

    private static Model shipped(String provider, String id) {
        return LOADER.loadDefaults().model(provider, id).orElseThrow();
    }

    private static ListedModel listed(String id, @Nullable Long window, @Nullable Long output) {
        return new ListedModel(id, window, output, null, List.of(), List.of(), null, null, null);
    }

    private static Model laid(Catalog catalog, String provider, ListedModel told) {
        return over(catalog, provider, told).model(provider, told.id()).orElseThrow();
    }

    private static Catalog over(Catalog catalog, String provider, ListedModel told) {
        Map<String, Map<String, ListedModel>> lists = Map.of(provider, Map.of(told.id(), told));
        return new KnownCatalog(() -> catalog, () -> lists).current();
    }
}
