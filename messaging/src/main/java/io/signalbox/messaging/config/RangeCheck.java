package io.signalbox.messaging.config;

import io.signalbox.contracts.wire.DurationText;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import io.smallrye.config.ConfigValidator;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Compares the settings of a mapping with their {@link Range}s, those of its groups too. Tells each
 * that is outside in a line: key, value, range. Mappings without ranges have no problems.
 */
final class RangeCheck implements ConfigValidator {

    /** Frameworks' mappings have methods that are no settings. */
    private static final String OURS = "io.signalbox.";

    @Override
    public void validateMapping(Class<?> mapping, String prefix, Object settings) {
        if (!mapping.getPackageName().startsWith(OURS)) {
            return;
        }
        Problem[] problems =
                problems(mapping, prefix, settings)
                        .sorted()
                        .map(Problem::new)
                        .toArray(Problem[]::new);
        if (problems.length > 0) {
            throw new ConfigValidationException(problems);
        }
    }

    private static Stream<String> problems(Class<?> mapping, String prefix, Object settings) {
        return Stream.of(mapping.getMethods())
                .flatMap(setting -> {
                    String key = prefix + "." + key(setting);
                    Class<?> type = setting.getReturnType();
                    Range range = setting.getAnnotation(Range.class);
                    if (range != null) {
                        return values(key, value(setting, settings))
                                .flatMap(it -> it.problem(range));
                    }
                    return isGroupOf(mapping, type)
                            ? problems(type, key, value(setting, settings))
                            : Stream.empty();
                });
    }

    private static boolean isGroupOf(Class<?> mapping, Class<?> type) {
        return type.isInterface() && Objects.equals(type.getNestHost(), mapping.getNestHost());
    }

    private static String key(Method setting) {
        return ConfigMapping.NamingStrategy.KEBAB_CASE.apply(setting.getName());
    }

    private static Object value(Method setting, Object settings) {
        try {
            return setting.invoke(settings);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a setting cannot be read: " + setting, e);
        }
    }

    private static Stream<Value> values(String key, Object value) {
        return switch (value) {
            case Optional<?> some -> some.stream().map(it -> new Value(key, it));
            case OptionalInt some -> some.stream().mapToObj(it -> new Value(key, it));
            case Map<?, ?> many ->
                    many.entrySet().stream()
                            .map(one -> new Value(key + "." + one.getKey(), one.getValue()));
            default -> Stream.of(new Value(key, value));
        };
    }

    private record Value(String key, Object value) {

        Stream<String> problem(Range range) {
            return isWithin(range)
                    ? Stream.empty()
                    : Stream.of(
                            "%s is %s, it may be %s to %s"
                                    .formatted(key, text(), range.least(), range.most()));
        }

        private boolean isWithin(Range range) {
            return switch (value) {
                case Duration duration ->
                        isBetween(
                                DurationText.parse(range.least()),
                                duration,
                                DurationText.parse(range.most()));
                case Double number when !Double.isFinite(number) -> false;
                case Number number ->
                        isBetween(
                                new BigDecimal(range.least()),
                                new BigDecimal(number.toString()),
                                new BigDecimal(range.most()));
                default -> throw new IllegalStateException(key + " is of a type without ranges");
            };
        }

        private static <T extends Comparable<T>> boolean isBetween(T least, T value, T most) {
            return least.compareTo(value) <= 0 && value.compareTo(most) <= 0;
        }

        private String text() {
            return value instanceof Duration duration
                    ? DurationText.format(duration)
                    : value.toString();
        }
    }
}
