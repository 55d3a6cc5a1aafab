package io.signalbox.messaging.config;

import io.smallrye.config.ConfigValidationException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a start was refused because of settings, in words for who started it. */
public final class SettingProblems {

    private SettingProblems() {}

    /**
     * @return a heading and a line for each setting; empty where the start failed for another
     *     reason
     */
    public static Optional<String> in(Throwable failure) {
        return Stream.<@Nullable Throwable>iterate(
                        failure, it -> it != null, it -> it == null ? null : it.getCause())
                .filter(ConfigValidationException.class::isInstance)
                .map(ConfigValidationException.class::cast)
                .findFirst()
                .map(SettingProblems::text);
    }

    private static String text(ConfigValidationException problems) {
        int count = problems.getProblemCount();
        String heading =
                count == 1
                        ? "the settings have a problem:\n"
                        : "the settings have %d problems:\n".formatted(count);
        return IntStream.range(0, count)
                .mapToObj(i -> problems.getProblem(i).getMessage())
                .sorted()
                .collect(Collectors.joining("\n", heading, ""));
    }
}
