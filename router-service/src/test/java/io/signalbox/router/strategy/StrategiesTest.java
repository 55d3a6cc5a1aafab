package io.signalbox.router.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Strategy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StrategiesTest {

    /** Catalogs take the others for a word of a later version. */
    @Test
    void theCatalogTakesThoseForThisVersionsThatAre() {
        List<Strategy> written =
                Stream.of(
                                new PriorityStrategy(),
                                new RoundRobinStrategy(),
                                new CostBasedStrategy(new ExpectedUse(Map.of())),
                                new ApiFirstStrategy(),
                                new CliFirstStrategy())
                        .map(RoutingStrategy::kind)
                        .toList();

        assertThat(written)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Strategy.values())
                                .filter(Strategy::isInThisVersion)
                                .toList());
    }
}
