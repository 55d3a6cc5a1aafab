package io.signalbox.apiworker.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.ListedModel;
import io.signalbox.contracts.event.ListedModel.ListedPrice;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a list tells of one model. Whatever is missing, of another type or out of any
 * bounds counts as not told. Not thread-safe.
 */
public final class ListedFields {

    /** Larger windows are taken for a mistake, in tokens. */
    private static final long MAX_TOKENS = 1_000_000_000L;

    /** Dearer models are taken for a mistake, in dollars per million tokens. */
    private static final BigDecimal MAX_PRICE = BigDecimal.valueOf(1_000_000);

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final String id;
    private final Set<String> capabilities = new TreeSet<>();
    private final Set<String> lacking = new TreeSet<>();
    private @Nullable Long contextWindow;
    private @Nullable Long maxOutput;
    private @Nullable ListedPrice price;
    private @Nullable Instant retiresAt;
    private @Nullable String successor;
    private @Nullable Boolean loaded;

    public ListedFields(String id) {
        this.id = id;
    }

    /** Goes on from what is known already. */
    public static ListedFields of(ListedModel known) {
        ListedFields fields = new ListedFields(known.id());
        fields.capabilities.addAll(known.capabilities());
        fields.lacking.addAll(known.lacking());
        fields.contextWindow = known.contextWindow();
        fields.maxOutput = known.maxOutput();
        fields.price = known.price();
        fields.retiresAt = known.retiresAt();
        fields.successor = known.successor();
        fields.loaded = known.loaded();
        return fields;
    }

    /** The first that tells a number of tokens. */
    public ListedFields contextWindow(JsonNode... told) {
        contextWindow = tokens(contextWindow, told);
        return this;
    }

    /** The first that tells a number of tokens. */
    public ListedFields maxOutput(JsonNode... told) {
        maxOutput = tokens(maxOutput, told);
        return this;
    }

    private static @Nullable Long tokens(@Nullable Long known, JsonNode... told) {
        for (JsonNode node : told) {
            if (node.canConvertToLong() && node.asLong() > 0 && node.asLong() <= MAX_TOKENS) {
                return node.asLong();
            }
        }
        return known;
    }

    /** True: it has the capability. False: it lacks it. Anything else says nothing. */
    public ListedFields capability(String tag, JsonNode told) {
        return told.isBoolean() ? capability(tag, told.asBoolean()) : this;
    }

    public ListedFields capability(String tag, boolean has) {
        (has ? capabilities : lacking).add(tag);
        (has ? lacking : capabilities).remove(tag);
        return this;
    }

    /** Prices in dollars per token, as text or numbers. */
    public ListedFields pricePerToken(
            JsonNode input, JsonNode output, JsonNode cachedRead, JsonNode cachedWrite) {
        return price(
                perMillion(input), perMillion(output),
                perMillion(cachedRead), perMillion(cachedWrite));
    }

    /** Prices in dollars per million tokens; null is not told. */
    public ListedFields price(
            @Nullable BigDecimal input,
            @Nullable BigDecimal output,
            @Nullable BigDecimal cachedRead,
            @Nullable BigDecimal cachedWrite) {
        if (input != null && output != null && isPrice(input) && isPrice(output)) {
            price =
                    new ListedPrice(
                            new Usd(input), new Usd(output), usd(cachedRead), usd(cachedWrite));
        }
        return this;
    }

    private static @Nullable Usd usd(@Nullable BigDecimal told) {
        return told == null || !isPrice(told) ? null : new Usd(told);
    }

    private static boolean isPrice(BigDecimal told) {
        return told.signum() >= 0 && told.compareTo(MAX_PRICE) <= 0;
    }

    private static @Nullable BigDecimal perMillion(JsonNode told) {
        BigDecimal number = number(told);
        return number == null ? null : number.multiply(MILLION);
    }

    /** A number, or one written as text; else null. */
    public static @Nullable BigDecimal number(JsonNode told) {
        if ((!told.isNumber() && !told.isTextual()) || told.asText().length() > 40) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(told.asText().strip());
            return Math.abs((long) number.scale()) > 40 ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A day or a moment, as text. */
    public ListedFields retiresAt(JsonNode told) {
        if (told.isTextual()) {
            Instant at = moment(told.asText());
            retiresAt = at == null ? retiresAt : at;
        }
        return this;
    }

    private static @Nullable Instant moment(String text) {
        try {
            return text.length() == "2026-12-31".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    public ListedFields successor(JsonNode told) {
        if (told.isTextual() && !told.asText().isBlank() && told.asText().length() <= 256) {
            successor = told.asText();
        }
        return this;
    }

    public ListedFields loaded(boolean told) {
        loaded = told;
        return this;
    }

    public ListedModel model() {
        return new ListedModel(
                id,
                contextWindow,
                maxOutput,
                price,
                List.copyOf(capabilities),
                List.copyOf(lacking),
                retiresAt,
                successor,
                loaded);
    }
}
