package io.signalbox.catalog.load;

import io.signalbox.catalog.Budget;
import io.signalbox.catalog.CachePolicy;
import io.signalbox.catalog.DataSize;
import io.signalbox.catalog.KafkaBindings;
import io.signalbox.catalog.Privacy;
import io.signalbox.catalog.Workspaces;
import io.signalbox.catalog.yaml.MappingReader;
import io.signalbox.contracts.attempt.Usd;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code policies}, {@code cache}, {@code kafka} and {@code workspaces}. */
final class PolicySection {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Usd ONE = Usd.parse("1");

    private PolicySection() {}

    static List<Budget> budgets(MappingReader policies) {
        Set<String> names = new HashSet<>();
        return policies.sectionList("budgets", "name").stream()
                .map(in -> budget(in, names))
                .toList();
    }

    private static Budget budget(MappingReader in, Set<String> names) {
        try (in) {
            String name = in.require("name", Forms.TEXT, "");
            if (!name.isEmpty() && !names.add(name)) {
                in.error("name", "another budget has this name already: give each its own");
            }
            return new Budget(
                    name,
                    scope(in.section("scope")),
                    in.require("period", Forms.oneOf(Budget.Period.class), Budget.Period.MONTH),
                    in.require("limit", Forms.MONEY, ONE),
                    in.get("type", Forms.oneOf(Budget.Type.class), Budget.Type.SOFT),
                    in.get("warn_at", Forms.RATIO, Budget.DEFAULT_WARN_AT),
                    in.get("timezone", Forms.ZONE, UTC));
        }
    }

    private static Budget.Scope scope(MappingReader in) {
        try (in) {
            return new Budget.Scope(
                    in.find("tenant", Forms.TEXT).orElse(null),
                    in.find("task_type", Forms.TEXT).orElse(null),
                    in.find("provider", Forms.TEXT).orElse(null),
                    in.find("key", Forms.TEXT).orElse(null));
        }
    }

    static Privacy privacy(MappingReader in) {
        try (in) {
            return new Privacy(
                    in.get("log", Forms.oneOf(Privacy.Log.class), Privacy.Log.METADATA),
                    in.map("tenants", Forms.oneOf(Privacy.Log.class)),
                    in.get("retention", Forms.DURATION, Duration.ofDays(30)));
        }
    }

    static CachePolicy cache(MappingReader in) {
        try (in) {
            Map<String, Duration> ttl = new HashMap<>(in.map("ttl", Forms.DURATION));
            Duration byDefault = ttl.remove("default");
            return new CachePolicy(
                    in.get("enabled", Forms.FLAG, false),
                    byDefault == null ? Duration.ofHours(1) : byDefault,
                    ttl);
        }
    }

    static KafkaBindings kafka(MappingReader in) {
        try (in) {
            return new KafkaBindings(
                    in.map("tenants", Forms.TEXT), in.list("reply_topics", Forms.TEXT));
        }
    }

    static Workspaces workspaces(MappingReader in, Paths paths) {
        try (in) {
            return new Workspaces(
                    in.items("roots", Forms.TEXT).stream().map(paths::resolve).toList(),
                    in.get("keep", Forms.oneOf(Workspaces.Keep.class), Workspaces.Keep.ON_FAILURE),
                    in.get("max_size", Forms.SIZE, DataSize.parse("2GiB")));
        }
    }
}
