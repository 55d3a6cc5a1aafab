package io.signalbox.cliworker.command;

import io.signalbox.catalog.Agent;
import io.signalbox.contracts.attempt.ErrorClass;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of placeholders, and their place in longer texts. Whatever a run brings besides its
 * prompt (the entry's own options are the operator's word) may not begin with a dash, which could
 * make it an option, nor, where it stands within a longer text (a setting, JSON, TOML), end a
 * quotation.
 */
final class PlaceholderValues {

    static final String PROMPT = "prompt";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][a-z0-9_]*)\\}");

    private final Map<String, String> values = new HashMap<>();

    /** Names whose values the run brought. */
    private final Set<String> brought = new HashSet<>();

    PlaceholderValues(Agent agent, RunInput input) {
        agent.options().forEach(this::put);
        input.options().forEach((option, value) -> putChecked(agent, option, value));
        if (input.model() != null) {
            bring("model", input.model());
        }
        bring("session_id", input.sessionId());
        put("workspace", input.workspace().toString());
        put("home", input.home().toString());
        put("prompt_file", input.promptFile().toString());
        put(PROMPT, input.prompt());
    }

    private void put(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
    }

    private void putChecked(Agent agent, String option, String value) {
        boolean known =
                agent.options().containsKey(option) || agent.optionValues().containsKey(option);
        if (!known) {
            throw new Refusal(
                    ErrorClass.INVALID_REQUEST,
                    "agent '%s' has no option '%s'".formatted(agent.name(), option));
        }
        Set<String> allowed = agent.optionValues().getOrDefault(option, Set.of());
        if (!allowed.isEmpty() && !value.isBlank() && !allowed.contains(value)) {
            throw new Refusal(
                    ErrorClass.INVALID_REQUEST,
                    "option '%s' of agent '%s' is one of %s"
                            .formatted(
                                    option,
                                    agent.name(),
                                    String.join(", ", allowed.stream().sorted().toList())));
        }
        bring(option, value);
    }

    private void bring(String name, @Nullable String value) {
        put(name, value);
        brought.add(name);
        if (value != null
                && (value.startsWith("-") || value.chars().anyMatch(Character::isISOControl))) {
            throw new Refusal(
                    ErrorClass.INVALID_REQUEST,
                    "%s begins with a dash or holds a control character: the agent could take it for an option"
                            .formatted(name));
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Null where one of its placeholders has no value. */
    @Nullable String fill(String template, Set<String> literal) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        StringBuilder out = new StringBuilder();
        int done = 0;
        while (matcher.find()) {
            String name = matcher.group(1);
            if (literal.contains(name)) {
                continue;
            }
            String value = values.get(name);
            if (value == null) {
                return null;
            }
            if (!matcher.group().equals(template)) {
                checkWithin(name, value);
            }
            out.append(template, done, matcher.start()).append(value);
            done = matcher.end();
        }
        return out.append(template, done, template.length()).toString();
    }

    private void checkWithin(String name, String value) {
        if (brought.contains(name) && (value.indexOf('"') >= 0 || value.indexOf('\\') >= 0)) {
            throw new Refusal(
                    ErrorClass.INVALID_REQUEST,
                    "%s holds a quote or a backslash, and stands within a setting of the agent's"
                            .formatted(name));
        }
    }
}
