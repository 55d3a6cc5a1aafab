package io.signalbox.apiworker.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.catalog.Dialect;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parameters by which a caller buys at another price than the registry's, dearer or cheaper:
 * service tiers of OpenAI and Gemini, Anthropic's fast mode, place of inference and caches of an
 * hour. Sources: platform.openai.com/docs/pricing, ai.google.dev/gemini-api/docs/pricing,
 * docs.claude.com/en/docs/about-claude/pricing.
 */
public final class OtherPrice {

    /** Values at which the price is the usual one; {@code on_demand} is Groq's. */
    private static final Set<String> USUAL_TIERS =
            Set.of("auto", "default", "standard", "on_demand");

    private static final String CACHE = "cache_control";

    private OtherPrice() {}

    /** The parameter, where there is one that the provider's dialect has; never a local one's. */
    public static Optional<String> parameter(CallRequest request) {
        if (request.provider().local()) {
            return Optional.empty();
        }
        Map<String, JsonNode> extra = request.input().extra();
        Dialect dialect = request.provider().dialect();
        if (dialect.equals(Dialect.ANTHROPIC)) {
            return unusual(extra, "speed", Set.of("standard"))
                    .or(() -> unusual(extra, "inference_geo", Set.of("global")))
                    .or(() -> cachesForAnHour(extra) ? Optional.of(CACHE) : Optional.empty());
        }
        return dialect.equals(Dialect.GEMINI)
                ? unusual(extra, "serviceTier", USUAL_TIERS)
                : unusual(extra, "service_tier", USUAL_TIERS);
    }

    private static Optional<String> unusual(
            Map<String, JsonNode> extra, String name, Set<String> usual) {
        JsonNode value = extra.get(name);
        return value != null && value.isTextual() && !usual.contains(value.asText())
                ? Optional.of(name)
                : Optional.empty();
    }

    private static boolean cachesForAnHour(Map<String, JsonNode> extra) {
        JsonNode cache = extra.get(CACHE);
        return cache != null && cache.path("ttl").asText().equals("1h");
    }

    /** For the caller. */
    public static String note(String parameter) {
        return "the cost is not known: %s asks for another price than the registry's"
                .formatted(parameter);
    }
}
