package io.signalbox.catalog.load;

import io.signalbox.catalog.Model;
import io.signalbox.catalog.PreferMode;
import io.signalbox.catalog.RiskRule;
import io.signalbox.catalog.RoutingPolicy;
import io.signalbox.catalog.Strategy;
import io.signalbox.catalog.yaml.Located;
import io.signalbox.catalog.yaml.MappingReader;
import io.signalbox.catalog.yaml.Problems;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code routing}. */
final class RoutingSection {

    private final References references;
    private final Problems problems;

    RoutingSection(References references, Problems problems) {
        this.references = references;
        this.problems = problems;
    }

    RoutingPolicy read(MappingReader in) {
        try (in;
                MappingReader timeout = in.section("timeout")) {
            return new RoutingPolicy(
                    strategy(in),
                    in.get("prefer_mode", Forms.oneOf(PreferMode.class), PreferMode.API),
                    chain(in),
                    in.get("max_attempts", Forms.COUNT, 8),
                    in.get("retries", Forms.COUNT_OR_ZERO, 1),
                    in.get("retry_delay", Forms.DURATION_OR_ZERO, Duration.ofMillis(500)),
                    timeout.get("api", Forms.DURATION, Duration.ofMinutes(2)),
                    timeout.get("agent", Forms.DURATION, Duration.ofMinutes(20)),
                    in.sectionList("risk_table", "").stream().map(this::rule).toList());
        }
    }

    /** A word of the format that this version cannot act on is told, and orders by priority. */
    private Strategy strategy(MappingReader in) {
        Located<Strategy> named = in.locate("strategy", Forms.oneOf(Strategy.class)).orElse(null);
        if (named == null) {
            return Strategy.PRIORITY;
        }
        if (named.value().isInThisVersion()) {
            return named.value();
        }
        problems.warning(
                named.place(),
                named.path(),
                "this version has no strategy %s, it orders by priority; it has %s"
                        .formatted(named.value().wireName(), Strategy.namesInThisVersion()));
        return Strategy.PRIORITY;
    }

    private @Nullable String chain(MappingReader in) {
        Located<String> chain = in.locate("chain", Forms.TEXT).orElse(null);
        if (chain == null) {
            return null;
        }
        references.chain(chain);
        return chain.value();
    }

    private RiskRule rule(MappingReader in) {
        try (in) {
            Located<String> model = in.locate("model", Forms.TEXT).orElse(null);
            RiskRule rule =
                    new RiskRule(
                            words(in, "risk"),
                            words(in, "area"),
                            words(in, "role"),
                            words(in, "complexity"),
                            in.find("max_input_tokens", Forms.AMOUNT).orElse(null),
                            in.find("tier", Forms.oneOf(Model.Tier.class)).orElse(null),
                            model == null ? null : model.value());
            if (in.isPresent("tier") == in.isPresent("model")) {
                in.error("a rule names either a tier or a model");
            }
            if (model != null) {
                references.target(model);
            }
            return rule;
        }
    }

    private static Set<String> words(MappingReader in, String key) {
        return new HashSet<>(in.list(key, Forms.TEXT));
    }
}
