package io.signalbox.metrics.usage;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A question to the ledger.
 *
 * @param from first instant of the window
 * @param to first instant after the window
 * @param zone whose days and hours buckets are
 * @param groupBy without repeats, in the order asked; empty asks for one row over all
 * @param tenant only this one's; null means everybody's
 */
record UsageQuery(
        Instant from,
        Instant to,
        ZoneId zone,
        List<GroupBy> groupBy,
        Format format,
        @Nullable String tenant) {

    static final Duration DEFAULT_WINDOW = Duration.ofHours(24);

    /** How the answer is written. */
    enum Format {
        JSON,
        CSV
    }

    UsageQuery {
        groupBy = List.copyOf(groupBy);
        if (!from.isBefore(to)) {
            throw new InvalidParameter(
                    "from",
                    "the window from %s to %s is empty; from must be earlier than to"
                            .formatted(from, to));
        }
    }

    /**
     * Reads a query string's parameters. Defaults: the last 24 hours, UTC, no groups, JSON.
     *
     * @throws InvalidParameter naming the first one that is wrong
     */
    static UsageQuery parse(Map<String, List<String>> parameters, InstantSource clock) {
        String to = last(parameters, "to");
        String from = last(parameters, "from");
        Instant end = to == null ? clock.instant() : instant("to", to);
        Instant start = from == null ? end.minus(DEFAULT_WINDOW) : instant("from", from);
        return new UsageQuery(
                start,
                end,
                zone(last(parameters, "tz")),
                groups(parameters.getOrDefault("group_by", List.of())),
                format(last(parameters, "format")),
                tenant(last(parameters, "tenant")));
    }

    private static @Nullable String last(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.isEmpty() || values.getLast().isBlank() ? null : values.getLast().strip();
    }

    private static @Nullable String tenant(@Nullable String text) {
        if (text != null && text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidParameter("tenant", "tenant holds a control character");
        }
        return text;
    }

    private static Instant instant(String parameter, String text) {
        try {
            // In a query string an unescaped plus sign arrives as a space.
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw new InvalidParameter(
                    parameter,
                    "'%s' is not an RFC 3339 time such as 2026-11-20T00:00:00Z or 2026-11-20T00:00:00+01:00"
                            .formatted(text));
        }
    }

    private static ZoneId zone(@Nullable String text) {
        if (text == null) {
            return ZoneId.of("UTC");
        }
        // Bare offsets are refused: Postgres reads their sign the other way round.
        if (!ZoneId.getAvailableZoneIds().contains(text) || text.startsWith("SystemV/")) {
            throw new InvalidParameter(
                    "tz",
                    "'%s' is not an IANA time zone such as UTC or Europe/Berlin".formatted(text));
        }
        return ZoneId.of(text);
    }

    private static List<GroupBy> groups(List<String> values) {
        return values.stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(GroupBy::parse)
                .distinct()
                .toList();
    }

    private static Format format(@Nullable String text) {
        return switch (text == null ? "json" : text.toLowerCase(Locale.ROOT)) {
            case "json" -> Format.JSON;
            case "csv" -> Format.CSV;
            default ->
                    throw new InvalidParameter(
                            "format", "'%s' is not a format; use json or csv".formatted(text));
        };
    }
}
