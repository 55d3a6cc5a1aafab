package io.signalbox.gateway.registry;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.known.ModelQuery;
import io.signalbox.gateway.http.ApiException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a question to the registry.
 *
 * @param limit most models of the answer
 * @param offset models passed over before them
 */
record RegistryQuery(ModelQuery query, int limit, int offset) {

    static final int DEFAULT_LIMIT = 200;
    static final int MAX_LIMIT = 1_000;

    /** Larger offsets are a mistake. */
    private static final int MAX_OFFSET = 1_000_000;

    /** Longest value that is read. */
    private static final int MAX_CHARS = 128;

    private static final Set<String> NAMES =
            new TreeSet<>(
                    Set.of(
                            "capability",
                            "tier",
                            "max_cost",
                            "provider",
                            "retired",
                            "limit",
                            "offset"));

    /**
     * @throws ApiException 400 that names the parameter and what it may be
     */
    static RegistryQuery of(Map<String, List<String>> parameters, Catalog catalog) {
        parameters.keySet().stream()
                .filter(name -> !NAMES.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw ApiException.invalid(
                            null,
                            "there is no parameter of that name; there are "
                                    + String.join(", ", NAMES));
                });
        return new RegistryQuery(
                new ModelQuery(
                        oneOf("capability", value(parameters, "capability"), capabilities(catalog)),
                        tier(value(parameters, "tier")),
                        cost(value(parameters, "max_cost")),
                        oneOf(
                                "provider",
                                value(parameters, "provider"),
                                new TreeSet<>(catalog.providers().keySet())),
                        "true"
                                .equals(
                                        oneOf(
                                                "retired",
                                                value(parameters, "retired"),
                                                List.of("true", "false")))),
                number("limit", value(parameters, "limit"), DEFAULT_LIMIT, 1, MAX_LIMIT),
                number("offset", value(parameters, "offset"), 0, 0, MAX_OFFSET));
    }

    private static @Nullable String value(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.isEmpty() || values.getFirst().isBlank()) {
            return null;
        }
        if (values.size() > 1) {
            throw ApiException.invalid(
                    name, "%s is given %d times, once is enough".formatted(name, values.size()));
        }
        if (values.getFirst().length() > MAX_CHARS) {
            throw ApiException.invalid(
                    name, "%s has more than %d characters".formatted(name, MAX_CHARS));
        }
        return values.getFirst().strip();
    }

    private static Set<String> capabilities(Catalog catalog) {
        return catalog.models().values().stream()
                .flatMap(model -> model.capabilities().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Model.@Nullable Tier tier(@Nullable String value) {
        List<String> tiers =
                Arrays.stream(Model.Tier.values())
                        .map(tier -> tier.name().toLowerCase(Locale.ROOT))
                        .toList();
        String tier = oneOf("tier", value, tiers);
        return tier == null ? null : Model.Tier.valueOf(tier.toUpperCase(Locale.ROOT));
    }

    private static @Nullable BigDecimal cost(@Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            BigDecimal cost = new BigDecimal(value);
            if (cost.signum() >= 0) {
                return cost;
            }
        } catch (NumberFormatException e) {
            // As for a negative one.
        }
        throw ApiException.invalid(
                "max_cost",
                "max_cost is '%s', it is dollars per million tokens from 0 on, such as 0.50"
                        .formatted(value));
    }

    private static int number(
            String name, @Nullable String value, int fallback, int least, int most) {
        if (value == null) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // As for one out of bounds.
        }
        throw ApiException.invalid(
                name,
                "%s is '%s', it is a whole number from %d to %d"
                        .formatted(name, value, least, most));
    }

    private static @Nullable String oneOf(
            String name, @Nullable String value, Collection<String> possible) {
        if (value == null || possible.contains(value)) {
            return value;
        }
        throw ApiException.invalid(
                name,
                "%s is '%s', it is one of %s".formatted(name, value, String.join(", ", possible)));
    }
}
