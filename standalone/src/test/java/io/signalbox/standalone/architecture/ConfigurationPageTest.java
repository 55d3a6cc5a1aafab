package io.signalbox.standalone.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.cliworker.CliWorkerConfig;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.metrics.MetricsConfig;
import io.signalbox.router.RouterConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/configuration.md} has every key of every service, with the default that is true. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    @ParameterizedTest
    @ValueSource(
            classes = {
                GatewayConfig.class,
                RouterConfig.class,
                ApiWorkerConfig.class,
                CliWorkerConfig.class,
                MetricsConfig.class
            })
    void everyKeyStandsThereWithItsDefault(Class<?> config) throws IOException {
        // Given the part of the page about this service
        String prefix = config.getAnnotation(ConfigMapping.class).prefix();
        String page = Files.readString(PAGE);
        int begin = page.indexOf(": `" + prefix + ".`");
        assertThat(begin).as("the heading of %s", prefix).isPositive();
        int end = page.indexOf("\n## ", begin);
        List<String> rows = page.substring(begin, end < 0 ? page.length() : end).lines().toList();

        // Then
        for (Key key : keys(config, "")) {
            assertThat(rows)
                    .as("%s.%s, default %s", prefix, key.name(), key.fallback())
                    .anyMatch(row -> isOf(row, key));
        }
    }

    private record Key(String name, String fallback) {}

    private static boolean isOf(String row, Key key) {
        String[] cells = row.split(" \\| ", 3);
        return cells.length == 3
                && cells[0].contains("`" + key.name() + "`")
                && cells[1].contains(key.fallback());
    }

    private static List<Key> keys(Class<?> config, String above) {
        List<Key> keys = new ArrayList<>();
        for (Method method : config.getDeclaredMethods()) {
            String name = above + kebab(method.getName());
            WithDefault fallback = method.getAnnotation(WithDefault.class);
            if (method.getReturnType().getEnclosingClass() == config) {
                keys.addAll(keys(method.getReturnType(), name + "."));
            } else {
                keys.add(new Key(name, fallback == null ? "" : fallback.value()));
            }
        }
        return keys;
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
