package io.signalbox.catalog.load;

import io.signalbox.catalog.yaml.Located;
import io.signalbox.catalog.yaml.MappingReader;
import io.signalbox.catalog.yaml.Nearest;
import io.signalbox.catalog.yaml.Problems;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** {@code agents.<name>.option_values}: what the agent's own options may be. */
final class AgentOptionSection {

    private AgentOptionSection() {}

    /** Checks {@code options} against them too. A blank option has no value, which is allowed. */
    static Map<String, Set<String>> allowed(MappingReader in, Problems problems) {
        Map<String, Set<String>> allowed = new HashMap<>();
        MappingReader values = in.section("option_values");
        for (String option : values.names()) {
            Set<String> names = new LinkedHashSet<>(values.list(option, Forms.TEXT));
            if (names.isEmpty()) {
                values.error(option, "allows nothing: name its values, or leave it out for any");
            }
            allowed.put(option, names);
        }
        in.values("options", Forms.RAW)
                .forEach((option, value) -> {
                    Set<String> names = allowed.getOrDefault(option, Set.of());
                    if (!names.isEmpty()
                            && !value.value().isBlank()
                            && !names.contains(value.value())) {
                        problems.error(value.place(), value.path(), message(value, names));
                    }
                });
        return allowed;
    }

    private static String message(Located<String> value, Set<String> names) {
        String shown = value.substituted() ? "this" : "'" + value.value() + "'";
        String hint = value.substituted() ? "" : Nearest.hint(value.value(), names);
        return "%s is not one of %s%s".formatted(shown, String.join(", ", names), hint);
    }
}
