package io.signalbox.catalog.load;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Secret;
import io.signalbox.catalog.yaml.Located;
import io.signalbox.catalog.yaml.MappingReader;
import io.signalbox.catalog.yaml.Problems;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** {@code agents.<name>}. */
final class AgentSection {

    private final Problems problems;

    AgentSection(Problems problems) {
        this.problems = problems;
    }

    Agent read(String name, MappingReader in) {
        try (in) {
            List<Located<String>> args = in.items("args", Forms.RAW);
            Map<String, Located<Secret>> env = in.values("env", Forms.SECRET);
            Map<String, Secret> variables = new HashMap<>();
            env.forEach((variable, value) -> variables.put(variable, value.value()));
            Agent agent =
                    new Agent(
                            name,
                            commands(in),
                            args.stream().map(Located::value).toList(),
                            in.get(
                                    "prompt",
                                    Forms.oneOf(Agent.PromptBy.class),
                                    Agent.PromptBy.STDIN),
                            new Agent.PromptRules(
                                    in.find("max_prompt_chars", Forms.AMOUNT).orElse(null),
                                    in.get("prompt_commands", Forms.TEXT, "")),
                            variables,
                            AgentPlaceholders.filled(env),
                            AgentOutputSection.read(in.section("output")),
                            new HashSet<>(in.list("capabilities", Forms.TEXT)),
                            Lists.distinct(in, "models", Forms.TEXT),
                            in.get("enabled", Forms.ENABLEMENT, Enablement.AUTO),
                            in.find("disabled_reason", Forms.TEXT).orElse(null),
                            in.get("free", Forms.FLAG, false),
                            in.get("local", Forms.FLAG, false),
                            in.get("last_resort", Forms.FLAG, false),
                            in.get("priority", Forms.PRIORITY, 10),
                            in.get("concurrency", Forms.COUNT, 2),
                            timeouts(in.section("timeouts")),
                            limits(in.section("limits")),
                            pacing(in.section("pacing")),
                            in.get("sandbox", Forms.oneOf(Agent.Sandbox.class), Agent.Sandbox.NONE),
                            in.map("options", Forms.RAW),
                            AgentOptionSection.allowed(in, problems),
                            AgentHomeSection.home(in),
                            AgentHomeSection.signIn(in, problems),
                            in.isPresent("version_args") || in.isEmptyList("version_args")
                                    ? in.list("version_args", Forms.RAW)
                                    : List.of("--version"),
                            in.get(
                                    "resume",
                                    Forms.oneOf(Agent.Resume.class),
                                    Agent.Resume.ANY_DIRECTORY),
                            AgentFailureSection.read(in, problems));
            new AgentPlaceholders(agent, problems).check(args, in);
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
