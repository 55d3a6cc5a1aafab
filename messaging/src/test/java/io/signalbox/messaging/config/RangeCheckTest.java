package io.signalbox.messaging.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RangeCheckTest {

    interface Settings {

        @Range(least = "1", most = "10")
        int mostThings();

        @Range(least = "0.01", most = "1")
        double share();

        @Range(least = "10ms", most = "1d")
        Duration pause();

        @Range(least = "0", most = "11")
        OptionalInt place();

        @Range(least = "1", most = "100")
        Map<String, Integer> sizes();

        String name();

        Part part();

        interface Part {

            @Range(least = "1", most = "5")
            long length();
        }
    }

    private record Given(
            int mostThings,
            double share,
            Duration pause,
            OptionalInt place,
            Map<String, Integer> sizes,
            Length part)
            implements Settings {

        @Override
        public String name() {
            return "any";
        }
    }

    private record Length(long length) implements Settings.Part {}

    @Test
    void bothEndsAreTaken() {
        assertThat(
                        problems(
                                new Given(
                                        1,
                                        0.01,
                                        Duration.ofMillis(10),
                                        OptionalInt.of(0),
                                        Map.of("tall", 1),
                                        new Length(1))))
                .isEmpty();
        assertThat(
                        problems(
                                new Given(
                                        10,
                                        1,
                                        Duration.ofDays(1),
                                        OptionalInt.of(11),
                                        Map.of("tall", 100),
                                        new Length(5))))
                .isEmpty();
    }

    @Test
    void whatIsNotSetIsNotOutside() {
        assertThat(
                        problems(
                                new Given(
                                        1,
                                        1,
                                        Duration.ofDays(1),
                                        OptionalInt.empty(),
                                        Map.of(),
                                        new Length(5))))
                .isEmpty();
    }

    @Test
    void allThatIsTooSmallIsToldByKey() {
        assertThat(
                        problems(
                                new Given(
                                        0,
                                        0,
                                        Duration.ofSeconds(-5),
                                        OptionalInt.of(-1),
                                        Map.of("tall", 0),
                                        new Length(0))))
                .containsExactly(
                        "the settings have 6 problems:",
                        "some.most-things is 0, it may be 1 to 10",
                        "some.part.length is 0, it may be 1 to 5",
                        "some.pause is -5s, it may be 10ms to 1d",
                        "some.place is -1, it may be 0 to 11",
                        "some.share is 0.0, it may be 0.01 to 1",
                        "some.sizes.tall is 0, it may be 1 to 100");
    }

    @Test
    void soIsAllThatIsTooLarge() {
        assertThat(
                        problems(
                                new Given(
                                        11,
                                        Double.NaN,
                                        Duration.ofHours(25),
                                        OptionalInt.of(12),
                                        Map.of("tall", 101),
                                        new Length(6))))
                .hasSize(7)
                .contains(
                        "some.share is NaN, it may be 0.01 to 1",
                        "some.pause is 25h, it may be 10ms to 1d");
    }

    @Test
    void anotherFailureIsNoneOfTheSettings() {
        assertThat(SettingProblems.in(new IllegalStateException("broke"))).isEmpty();
    }

    private static List<String> problems(Settings settings) {
        Throwable refusal =
                catchThrowable(
                        () -> new RangeCheck().validateMapping(Settings.class, "some", settings));
        return refusal == null
                ? List.of()
                : SettingProblems.in(new IllegalStateException(refusal))
                        .orElseThrow()
                        .lines()
                        .toList();
    }
}
