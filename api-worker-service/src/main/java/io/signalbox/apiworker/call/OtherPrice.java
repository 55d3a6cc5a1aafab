package io.signalbox.apiworker.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
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

    /** Values at which the price is the usual one. */
    private static final Map<String, Set<String>> USUAL =
            Map.of(
                    "service_tier", Set.of("auto", "default", "standard", "standard_only"),
                    "serviceTier", Set.of("auto", "default", "standard"),
                    "speed", Set.of("standard"),
                    "inference_geo", Set.of("global"));

    private static final String CACHE = "cache_control";

    private OtherPrice() {}

    /** The parameter, where there is one. */
    static Optional<String> parameter(CallRequest request) {
        Map<String, JsonNode> extra = request.input().extra();
        return USUAL.entrySet().stream()
                .filter(each -> {
                    JsonNode value = extra.get(each.getKey());
                    return value != null
                            && value.isTextual()
                            && !each.getValue().contains(value.asText());
                })
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> cachesForAnHour(extra) ? Optional.of(CACHE) : Optional.empty());
    }

    private static boolean cachesForAnHour(Map<String, JsonNode> extra) {
        JsonNode cache = extra.getOrDefault(CACHE, MissingNode.getInstance());
        return cache.path("ttl").asText().equals("1h");
    }

    /** For the caller, where what the call cost is not known for that reason. */
    public static Optional<String> note(CallRequest request, Bill bill) {
        return parameter(request)
                .filter(ignored -> bill.unpriced())
                .map(
                        "the cost is not known: %s asks for another price than the registry's"
                                ::formatted);
    }
}
