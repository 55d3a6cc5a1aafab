package io.signalbox.catalog.load;

import io.signalbox.catalog.DataSize;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Secret;
import io.signalbox.catalog.yaml.Form;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.wire.DurationText;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of values that a catalog holds. */
final class Forms {

    private static final Duration LONGEST = Duration.ofDays(3650);

    static final Form<String> TEXT = checked("text that is not blank", s -> s, s -> !s.isBlank());

    /** As written, blanks and line ends included. */
    static final Form<String> RAW = Form.exact("text", text -> text);

    static final Form<Secret> SECRET = Form.exact("text", Secret::new).hidden();

    /** Hidden; checked here because HTTP clients show a value that they refuse. */
    static final Form<String> HEADER_VALUE =
            checked("one line of visible ASCII characters", s -> s, Forms::isHeaderValue).hidden();

    static final Form<String> WORD =
            checked(
                    "one word of letters, digits, '.', '_' and '-'",
                    s -> s,
                    s -> s.matches("[A-Za-z0-9][A-Za-z0-9._-]*"));

    static final Form<Boolean> FLAG =
            Form.of(
                    "true or false",
                    text ->
                            switch (text.toLowerCase(Locale.ROOT)) {
                                case "true" -> true;
                                case "false" -> false;
                                default -> throw new IllegalArgumentException(text);
                            });

    static final Form<Enablement> ENABLEMENT =
            Form.of(
                    "auto, true or false",
                    text ->
                            switch (text.toLowerCase(Locale.ROOT)) {
                                case "auto" -> Enablement.AUTO;
                                case "true" -> Enablement.ON;
                                case "false" -> Enablement.OFF;
                                default -> throw new IllegalArgumentException(text);
                            });

    static final Form<Integer> PRIORITY =
            checked(
                    "a whole number from 0 to 1000000",
                    Forms::integer,
                    n -> n >= 0 && n <= 1_000_000);

    static final Form<Integer> COUNT =
            checked("a whole number from 1 on", Forms::integer, n -> n > 0);

    static final Form<Integer> COUNT_OR_ZERO =
            checked("a whole number from 0 on", Forms::integer, n -> n >= 0);

    static final Form<Long> AMOUNT = checked("a whole number from 1 on", Forms::whole, n -> n > 0);

    static final Form<Double> RATIO =
            checked("a number from 0 to 1", Forms::real, n -> n >= 0 && n <= 1);

    static final Form<Double> SCORE =
            checked("a benchmark's result, a number", Forms::real, Double::isFinite);

    static final Form<Double> WEIGHT =
            checked("a number from 0 on", Forms::real, n -> n >= 0 && Double.isFinite(n));

    static final Form<Duration> DURATION =
            checked(
                    "a duration over 0 such as 500ms, 30s, 5m, 2h, 1d or PT30S",
                    DurationText::parse,
                    d -> d.isPositive() && d.compareTo(LONGEST) <= 0);

    static final Form<Duration> DURATION_OR_ZERO =
            checked(
                    "a duration such as 0s, 500ms, 30s, 5m or PT30S",
                    DurationText::parse,
                    d -> !d.isNegative() && d.compareTo(LONGEST) <= 0);

    static final Form<DataSize> SIZE =
            checked("a size such as 512KiB, 20MiB or 2GiB", DataSize::parse, s -> s.bytes() > 0);

    private static final BigDecimal MOST_PER_MILLION = BigDecimal.valueOf(1_000_000);

    static final Form<BigDecimal> PRICE =
            checked(
                    "dollars per million tokens, from 0 to a million",
                    Forms::decimal,
                    p -> p.signum() >= 0 && p.compareTo(MOST_PER_MILLION) <= 0);

    static final Form<Usd> MONEY =
            checked(
                    "an amount of dollars over 0 such as 200.00",
                    text -> new Usd(decimal(text)),
                    m -> m.amount().signum() > 0);

    static final Form<LocalDate> DATE = Form.of("a day such as 2026-12-31", LocalDate::parse);

    static final Form<ZoneId> ZONE =
            Form.of("a time zone such as UTC or Europe/Berlin", ZoneId::of);

    /** Hidden: some write keys into addresses, which is refused. */
    static final Form<URI> BASE_URL =
            checked(
                            "an http or https address such as https://api.example.com/v1, without user, query or fragment",
                            text -> URI.create(text.replaceAll("/+$", "")),
                            Forms::isBaseUrl)
                    .hidden();

    static final Form<String> REGEX =
            Form.exact("a regular expression", text -> Pattern.compile(text).pattern());

    static final Form<Integer> EXIT_CODE =
            checked("an exit code from 0 to 255", Forms::integer, n -> n >= 0 && n <= 255);

    private Forms() {}

    static final Form<Dialect> DIALECT = Form.of(Dialect.NAMES, Dialect::of);

    /** A constant by its name, in lower case. */
    static <E extends Enum<E>> Form<E> oneOf(Class<E> type) {
        String names =
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
        return Form.of(
                "one of " + names, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
    }

    static <T> Form<T> checked(
            String description, Function<String, T> parser, Predicate<T> condition) {
        return Form.of(
                description,
                text -> {
                    T value = parser.apply(text);
                    if (!condition.test(value)) {
                        throw new IllegalArgumentException(description);
                    }
                    return value;
                });
    }

    static boolean isHeaderValue(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static boolean isBaseUrl(URI uri) {
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        return web
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }

    private static Integer integer(String text) {
        return Integer.parseInt(text.replace("_", ""));
    }

    private static Long whole(String text) {
        return Long.parseLong(text.replace("_", ""));
    }

    private static Double real(String text) {
        return decimal(text).doubleValue();
    }

    /** Bounded: 1e999999999 would not fit into any sum. */
    private static BigDecimal decimal(String text) {
        BigDecimal value = new BigDecimal(text.replace("_", ""));
        if (Math.abs(value.scale()) > 20 || value.precision() > 30) {
            throw new IllegalArgumentException("too large or too exact");
        }
        return value;
    }
}
