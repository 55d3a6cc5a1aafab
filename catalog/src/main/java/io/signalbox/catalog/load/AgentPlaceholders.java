package io.signalbox.catalog.load;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Secret;
import io.signalbox.catalog.yaml.Located;
import io.signalbox.catalog.yaml.MappingReader;
import io.signalbox.catalog.yaml.Nearest;
import io.signalbox.catalog.yaml.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Placeholders in an agent's arguments and files: all must be known, and the prompt among them. */
final class AgentPlaceholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\??([a-z][a-z0-9_]*)\\}");
    private static final String PROMPT = "prompt";

    private final Agent agent;
    private final Problems problems;

    AgentPlaceholders(Agent agent, Problems problems) {
        this.agent = agent;
        this.problems = problems;
    }

    /** Variables whose value has a placeholder and is written out. */
    static Set<String> filled(Map<String, Located<Secret>> env) {
        return env.entrySet().stream()
                .filter(e -> !e.getValue().substituted())
                .filter(e -> PLACEHOLDER.matcher(e.getValue().value().reveal()).find())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    void check(List<Located<String>> args, MappingReader in) {
        Set<String> known = new HashSet<>(Agent.PLACEHOLDERS);
        known.addAll(agent.options().keySet());
        known.addAll(agent.optionValues().keySet());
        Set<String> used = new HashSet<>();
        args.forEach(arg -> used.addAll(checked(arg, known)));
        known.remove(PROMPT);
        in.values("files", Forms.RAW).values().forEach(content -> checked(content, known));
        String wanted =
                switch (agent.prompt()) {
                    case STDIN -> "";
                    case ARGUMENT -> PROMPT;
                    case FILE -> "prompt_file";
                };
        if (!wanted.isEmpty() && !used.contains(wanted)) {
            in.error(
                    "args",
                    "the prompt would not reach it: {%s} is in none of them".formatted(wanted));
        }
    }

    private Set<String> checked(Located<String> text, Set<String> known) {
        Set<String> used = new HashSet<>();
        Matcher matcher = PLACEHOLDER.matcher(text.value());
        while (matcher.find()) {
            String placeholder = matcher.group(1);
            used.add(placeholder);
            if (!known.contains(placeholder)) {
                problems.error(
                        text.place(),
                        text.path(),
                        text.substituted()
                                ? "unknown placeholder"
                                : "unknown placeholder '{%s}'%s"
                                        .formatted(placeholder, Nearest.hint(placeholder, known)));
            }
        }
        return used;
    }
}
