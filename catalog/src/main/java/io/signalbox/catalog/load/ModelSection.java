package io.signalbox.catalog.load;

import io.signalbox.catalog.Model;
import io.signalbox.catalog.Price;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.yaml.Form;
import io.signalbox.catalog.yaml.Located;
import io.signalbox.catalog.yaml.MappingReader;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One entry of {@code models}. */
final class ModelSection {

    private static final Form<String> NAME =
            Forms.checked(
                    "a model's name such as openai/gpt-5.4-nano: provider, slash, the provider's own id",
                    s -> s,
                    s -> s.matches("[^/\\s]+/\\S+"));

    private final References references;
    private final Map<String, Provider> providers;

    /**
     * @param providers by name
     */
    ModelSection(References references, Map<String, Provider> providers) {
        this.references = references;
        this.providers = providers;
    }

    /** Empty where it has no name to go by. */
    Optional<Model> read(MappingReader in) {
        try (in) {
            String name = in.require("id", NAME, "");
            int slash = name.indexOf('/');
            Provider provider = providers.get(name.substring(0, Math.max(0, slash)));
            String written = name.substring(slash + 1);
            Model model =
                    new Model(
                            name.substring(0, Math.max(0, slash)),
                            provider == null ? written : provider.dialect().modelId(written),
                            in.find("context_window", Forms.AMOUNT).orElse(null),
                            in.find("max_output", Forms.AMOUNT).orElse(null),
                            in.isPresent("price") ? price(in.section("price")) : null,
                            new HashSet<>(in.list("capabilities", Forms.TEXT)),
                            in.find("tier", Forms.oneOf(Model.Tier.class)).orElse(null),
                            in.list("strengths", Forms.TEXT),
                            in.list("weaknesses", Forms.TEXT),
                            in.map("ratings", Forms.RATIO),
                            in.get("accepts_temperature", Forms.FLAG, true),
                            in.find("end_of_life", Forms.DATE).orElse(null),
                            successor(in),
                            in.find("source", Forms.TEXT).orElse(null),
                            in.find("note", Forms.TEXT).orElse(null),
                            new Model.Traits(
                                    in.find("size", Forms.TEXT).orElse(null),
                                    in.find("vram", Forms.SIZE).orElse(null),
                                    in.map("benchmarks", Forms.SCORE)),
                            new Model.Knowledge(true, byOperator(in), Set.of()));
            if (slash < 0) {
                return Optional.empty();
            }
            in.locate("id", NAME).ifPresent(id -> references.provider(owner(id)));
            return Optional.of(model);
        }
    }

    private static Set<Model.Fact> byOperator(MappingReader in) {
        Set<Model.Fact> facts = EnumSet.noneOf(Model.Fact.class);
        for (Model.Fact fact : Model.Fact.values()) {
            String key = fact.name().toLowerCase(Locale.ROOT);
            if (in.isPresent(key) && !SourceFile.isShipped(in.placeOf(key))) {
                facts.add(fact);
            }
        }
        return facts;
    }

    private static Located<String> owner(Located<String> id) {
        String provider = id.value().substring(0, id.value().indexOf('/'));
        return new Located<>(provider, id.place(), id.path(), id.substituted());
    }

    private @Nullable String successor(MappingReader in) {
        Located<String> successor = in.locate("successor", NAME).orElse(null);
        if (successor == null) {
            return null;
        }
        references.registered(successor);
        return successor.value();
    }

    private static Price price(MappingReader in) {
        try (in) {
            Price.@Nullable LongContext longContext =
                    in.isPresent("long_context") ? longContext(in.section("long_context")) : null;
            return prices(in, longContext);
        }
    }

    private static Price.LongContext longContext(MappingReader in) {
        try (in) {
            return new Price.LongContext(
                    in.require("above_tokens", Forms.AMOUNT, 1L), prices(in, null));
        }
    }

    private static Price prices(MappingReader in, Price.@Nullable LongContext longContext) {
        return new Price(
                in.require("input_per_1m", Forms.PRICE, BigDecimal.ZERO),
                in.require("output_per_1m", Forms.PRICE, BigDecimal.ZERO),
                in.find("cache_read_per_1m", Forms.PRICE).orElse(null),
                in.find("cache_write_per_1m", Forms.PRICE).orElse(null),
                longContext);
    }
}
