package io.signalbox.catalog.load;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.yaml.Located;
import io.signalbox.catalog.yaml.MappingReader;
import io.signalbox.catalog.yaml.Nearest;
import io.signalbox.catalog.yaml.Problems;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code agents.<name>}. */
final class AgentSection {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][a-z0-9_]*)\\}");

    private final Problems problems;

    AgentSection(Problems problems) {
        this.problems = problems;
    }

    Agent read(String name, MappingReader in) {
        try (in) {
            List<Located<String>> args = in.items("args", Forms.RAW);
            Agent agent =
                    new Agent(
                            name,
                            commands(in),
                            args.stream().map(Located::value).toList(),
                            in.get(
                                    "prompt",
                                    Forms.oneOf(Agent.PromptBy.class),
                                    Agent.PromptBy.STDIN),
                            in.map("env", Forms.SECRET),
                            AgentOutputSection.read(in.section("output")),
                            new HashSet<>(in.list("capabilities", Forms.TEXT)),
                            Lists.distinct(in, "models", Forms.TEXT),
                            in.get("enabled", Forms.ENABLEMENT, Enablement.AUTO),
                            in.find("disabled_reason", Forms.TEXT).orElse(null),
                            in.get("free", Forms.FLAG, false),
                            in.get("local", Forms.FLAG, false),
                            in.get("priority", Forms.PRIORITY, 10),
                            in.get("concurrency", Forms.COUNT, 2),
                            timeouts(in.section("timeouts")),
                            limits(in.section("limits")),
                            pacing(in.section("pacing")),
                            in.get("sandbox", Forms.oneOf(Agent.Sandbox.class), Agent.Sandbox.NONE),
                            in.map("options", Forms.RAW));
            checkPlaceholders(agent, args, in);
            checkModel(agent, in);
            return agent;
        }
    }

    private static Map<String, String> commands(MappingReader in) {
        if (!in.isSection("command")) {
            return Map.of(Agent.ANY_PLATFORM, in.require("command", Forms.TEXT, "none"));
        }
        MappingReader platforms = in.section("command");
        try (platforms) {
            Map<String, String> commands = new HashMap<>();
            for (String platform : List.of("linux", "macos", "windows", Agent.ANY_PLATFORM)) {
                platforms.find(platform, Forms.TEXT).ifPresent(c -> commands.put(platform, c));
            }
            if (commands.isEmpty()) {
                platforms.error("has no command: give one for linux, macos, windows or any");
            }
            return commands;
        }
    }

    private void checkPlaceholders(Agent agent, List<Located<String>> args, MappingReader in) {
        Set<String> known = new HashSet<>(Agent.PLACEHOLDERS);
        known.addAll(agent.options().keySet());
        Set<String> used = new HashSet<>();
        for (Located<String> arg : args) {
            Matcher matcher = PLACEHOLDER.matcher(arg.value());
            while (matcher.find()) {
                String placeholder = matcher.group(1);
                used.add(placeholder);
                if (!known.contains(placeholder)) {
                    problems.error(
                            arg.place(),
                            arg.path(),
                            arg.substituted()
                                    ? "unknown placeholder"
                                    : "unknown placeholder '{%s}'%s"
                                            .formatted(
                                                    placeholder, Nearest.hint(placeholder, known)));
                }
            }
        }
        String wanted =
                switch (agent.prompt()) {
                    case STDIN -> "";
                    case ARGUMENT -> "prompt";
                    case FILE -> "prompt_file";
                };
        if (!wanted.isEmpty() && !used.contains(wanted)) {
            in.error(
                    "args",
                    "the prompt would not reach it: {%s} is in none of them".formatted(wanted));
        }
    }

    private static void checkModel(Agent agent, MappingReader in) {
        String model = agent.options().get("model");
        if (model != null && !agent.accepts(model)) {
            in.error("models", "options.model is none of these: add it here or change it there");
        }
    }

    private static Agent.Timeouts timeouts(MappingReader in) {
        try (in) {
            return new Agent.Timeouts(
                    in.get("first_output", Forms.DURATION, Duration.ofMinutes(1)),
                    in.get("idle", Forms.DURATION, Duration.ofMinutes(5)),
                    in.get("total", Forms.DURATION, Duration.ofMinutes(15)));
        }
    }

    private static Agent.Limits limits(MappingReader in) {
        try (in) {
            return new Agent.Limits(
                    in.find("requests_per_minute", Forms.AMOUNT).orElse(null),
                    in.find("requests_per_day", Forms.AMOUNT).orElse(null));
        }
    }

    private static Agent.Pacing pacing(MappingReader in) {
        try (in) {
            Duration min = in.get("min_delay", Forms.DURATION_OR_ZERO, Duration.ZERO);
            Duration max = in.get("max_delay", Forms.DURATION_OR_ZERO, min);
            if (max.compareTo(min) < 0) {
                in.error("max_delay", "is less than min_delay: make it as long or longer");
            }
            return new Agent.Pacing(min, max);
        }
    }
}
