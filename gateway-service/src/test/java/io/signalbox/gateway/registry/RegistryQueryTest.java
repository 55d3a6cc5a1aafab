package io.signalbox.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.known.ModelQuery;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.gateway.http.ApiException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions to the shipped registry. */
class RegistryQueryTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 9, 1);
    private static final Catalog CATALOG =
            new CatalogLoader(CatalogEnvironment.of(Map.of())).loadDefaults();

    @Test
    void withoutParametersItIsEveryModelThatIsServed() {
        List<Model> models = ask("");

        assertThat(models).hasSizeGreaterThan(90);
        assertThat(models).allMatch(model -> model.isServedOn(TODAY));
        assertThat(ask("retired=true")).hasSize(113);
    }

    @Test
    void allConditionsHold() {
        assertThat(ask("capability=vision&tier=fast&max_cost=0.5&provider=openai"))
                .isNotEmpty()
                .allMatch(model -> model.capabilities().contains("vision"))
                .allMatch(model -> model.tier() == Model.Tier.FAST)
                .allMatch(model -> model.provider().equals("openai"))
                .allMatch(model ->
                        ModelQuery.blendedPer1M(model.price())
                                        .orElseThrow()
                                        .compareTo(new BigDecimal("0.5"))
                                <= 0);
    }

    @Test
    void theFirstIsTheCheapestForACapability() {
        List<Model> reasoning = ask("capability=reasoning&provider=anthropic");

        assertThat(reasoning.getFirst().id()).isEqualTo("claude-haiku-4-5-20251001");
        assertThat(reasoning)
                .extracting(model -> ModelQuery.blendedPer1M(model.price()).orElseThrow())
                .isSorted();
    }

    @Test
    void aModelWithoutAPriceIsNotCheap() {
        assertThat(ask("max_cost=1000000")).allMatch(model -> model.price() != null);
        assertThat(ask("")).anyMatch(model -> model.price() == null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "capability=flying|capability is 'flying', it is one of|embedding",
                "tier=huge|tier is 'huge', it is one of|fast, standard, advanced",
                "provider=acme|provider is 'acme', it is one of|anthropic",
                "max_cost=cheap|max_cost is 'cheap'|dollars per million tokens",
                "max_cost=-1|max_cost is '-1'|from 0 on",
                "limit=0|limit is '0'|from 1 to 1000",
                "offset=x|offset is 'x'|whole number",
                "retired=maybe|retired is 'maybe'|true, false",
                "teir=fast|no parameter of that name|tier"
            })
    void whatMakesNoSenseIsRefusedWithWhatWould(String query, String wrong, String right) {
        assertThatThrownBy(() -> ask(query))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(wrong)
                .hasMessageContaining(right);
    }

    private static List<Model> ask(String query) {
        Map<String, List<String>> parameters =
                Arrays.stream(query.split("&"))
                        .filter(part -> !part.isEmpty())
                        .map(part -> part.split("=", 2))
                        .collect(Collectors.toMap(part -> part[0], part -> List.of(part[1])));
        return RegistryQuery.of(parameters, CATALOG).query().of(CATALOG, TODAY);
    }
}
