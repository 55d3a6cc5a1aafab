package io.signalbox.apiworker.provider.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Provider;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a list counts as that of a provider of a new catalog. */
class FoundTest {

    private static final String ENTRY =
            "dialect: x-own, base_url: \"http://a/v1\", api_keys: [k], priority: 1";

    @Test
    void aReloadThatLeavesTheProviderAloneDoesNotAskAgain() {
        assertThat(found().isOf(provider(ENTRY.replace("priority: 1", "priority: 7")))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-own|openai", "http://a|http://b", "[k]|[k, l]"})
    void anotherPlaceOrAnotherKeyIsAskedAgain(String change) {
        String[] parts = change.split("\\|", -1);

        assertThat(found().isOf(provider(ENTRY.replace(parts[0], parts[1])))).isFalse();
    }

    private static Found found() {
        return new Found(provider(ENTRY), List.of(), null, null, null);
    }

    private static Provider provider(String entry) {
        return new CatalogLoader(CatalogEnvironment.of(Map.of()))
                .loadText("test.yaml", "version: 1\nproviders: {p: {%s}}\n".formatted(entry))
                .provider("p")
                .orElseThrow();
    }
}
