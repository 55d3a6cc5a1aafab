package io.signalbox.catalog.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void theFewestEditsWin() {
        assertThat(Nearest.to("prioritty", List.of("weight", "priority", "models")))
                .contains("priority");
        assertThat(Nearest.to("Base_Url", List.of("base_url", "api_keys"))).contains("base_url");
    }

    @Test
    void whereNothingIsKnownNothingIsNearest() {
        assertThat(Nearest.to("x", List.of())).isEmpty();
        assertThat(Nearest.hint("x", List.of())).isEmpty();
    }

    @Test
    void distanceCountsInsertsDeletesAndChanges() {
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("same", "same")).isZero();
    }
}
