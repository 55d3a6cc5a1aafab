package io.signalbox.standalone.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.cliworker.CliWorkerConfig;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.messaging.config.Range;
import io.signalbox.messaging.topics.TopicsConfig;
import io.signalbox.metrics.MetricsConfig;
import io.signalbox.router.RouterConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No setting that is a number or a duration goes without a range. */
class SettingRangesTest {

    /** Words, places, switches: there is nothing to be too large. */
    private static final Set<String> WITHOUT =
            Set.of(
                    "boolean",
                    "java.lang.String",
                    "java.net.URI",
                    "java.nio.file.Path",
                    "java.util.Optional<java.lang.String>",
                    "java.util.Optional<java.net.URI>",
                    "java.util.Optional<java.nio.file.Path>",
                    "java.util.Optional<java.util.Set<java.lang.String>>",
                    ApiWorkerConfig.EngineChoice.class.getTypeName());

    static Stream<Class<?>> mappings() {
        return Stream.of(
                GatewayConfig.class,
                RouterConfig.class,
                ApiWorkerConfig.class,
                CliWorkerConfig.class,
                MetricsConfig.class,
                TopicsConfig.class);
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void everySettingHasARangeOrNeedsNone(Class<?> mapping) {
        assertThat(settings(mapping))
                .allSatisfy(setting ->
                        assertThat(setting)
                                .as("a @Range on %s", setting)
                                .matches(it ->
                                        it.isAnnotationPresent(Range.class)
                                                || WITHOUT.contains(
                                                        it.getGenericReturnType().getTypeName())));
    }

    private static Stream<Method> settings(Class<?> mapping) {
        return Stream.of(mapping.getMethods())
                .flatMap(it ->
                        it.getReturnType().getEnclosingClass() == mapping
                                        && it.getReturnType().isInterface()
                                ? settings(it.getReturnType())
                                : Stream.of(it));
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void whatIsShippedIsWithinTheRanges(Class<?> mapping) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder()
                        .addDefaultInterceptors()
                        .addDiscoveredCustomizers()
                        .addDiscoveredConverters()
                        .addDefaultSources()
                        .withMapping(mapping);

        assertThatCode(builder::build).doesNotThrowAnyException();
    }
}
