package io.signalbox.catalog.load;

import io.signalbox.catalog.AgentOutput;
import io.signalbox.catalog.AgentOutput.Field;
import io.signalbox.catalog.AgentOutput.Step;
import io.signalbox.catalog.AgentOutput.Take;
import io.signalbox.catalog.AgentOutput.TextField;
import io.signalbox.catalog.AgentOutput.TextPattern;
import io.signalbox.catalog.OutputPath;
import io.signalbox.catalog.yaml.Form;
import io.signalbox.catalog.yaml.MappingReader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code agents.<name>.output}. */
final class AgentOutputSection {

    private static final Form<String> PATH =
            Forms.checked(
                    "a path such as usage.input_tokens, items[*].name or content[type=text].text",
                    s -> s,
                    s -> !OutputPath.parse(s).segments().isEmpty());

    private static final Set<TextField> NUMBERS =
            EnumSet.of(
                    TextField.COST_USD,
                    TextField.INPUT_TOKENS,
                    TextField.CACHED_READ_TOKENS,
                    TextField.CACHED_WRITE_TOKENS,
                    TextField.OUTPUT_TOKENS,
                    TextField.REASONING_TOKENS);

    private AgentOutputSection() {}

    static AgentOutput read(MappingReader in) {
        try (in) {
            return new AgentOutput(
                    in.get(
                            "format",
                            Forms.oneOf(AgentOutput.Format.class),
                            AgentOutput.Format.TEXT),
                    selection(in, "select"),
                    field(in, "text"),
                    field(in, "session"),
                    field(in, "cost_usd"),
                    field(in, "input_tokens"),
                    field(in, "cached_read_tokens"),
                    field(in, "cached_write_tokens"),
                    field(in, "output_tokens"),
                    field(in, "reasoning_tokens"),
                    field(in, "total_tokens"),
                    field(in, "error"),
                    field(in, "error_text"),
                    field(in, "error_status"),
                    field(in, "error_detail"),
                    field(in, "denied"),
                    in.get("input_includes_cached", Forms.FLAG, true),
                    in.get("output_includes_reasoning", Forms.FLAG, true),
                    new HashSet<>(in.list("cumulative", Forms.oneOf(AgentOutput.Cumulative.class))),
                    steps(in),
                    finalLine(in),
                    patterns(in.section("patterns")));
        }
    }

    /** A path, or a path with its own selection of lines. */
    private static @Nullable Field field(MappingReader in, String key) {
        if (!in.isSection(key)) {
            return in.find(key, PATH)
                    .map(path -> new Field(path, Map.of(), Take.LAST))
                    .orElse(null);
        }
        MappingReader field = in.section(key);
        try (field) {
            return new Field(
                    field.require("path", PATH, "path"),
                    selection(field, "select"),
                    field.get("take", Forms.oneOf(Take.class), Take.LAST),
                    selection(field, "since"));
        }
    }

    private static List<Step> steps(MappingReader in) {
        List<Step> steps = new ArrayList<>();
        for (MappingReader step : in.sectionList("steps", "")) {
            try (step) {
                steps.add(
                        new Step(
                                selection(step, "select"),
                                step.require(
                                        "kind",
                                        Forms.oneOf(AgentOutput.Kind.class),
                                        AgentOutput.Kind.STATUS),
                                step.require("text", PATH, "text")));
            }
        }
        return steps;
    }

    /** One selection, or a list of them. */
    private static List<Map<String, String>> finalLine(MappingReader in) {
        if (in.isSection("final")) {
            return List.of(selection(in, "final"));
        }
        return in.sectionList("final", "").stream().map(AgentOutputSection::selection).toList();
    }

    private static Map<String, String> selection(MappingReader in, String key) {
        return selection(in.section(key));
    }

    private static Map<String, String> selection(MappingReader in) {
        try (in) {
            Map<String, String> values = new LinkedHashMap<>();
            for (String path : in.names()) {
                if (!PATH.isSatisfiedBy(path)) {
                    in.error(path, "'%s' is not %s".formatted(path, PATH.description()));
                }
                in.find(path, Forms.TEXT).ifPresent(value -> values.put(path, value));
            }
            return values;
        }
    }

    private static Map<TextField, TextPattern> patterns(MappingReader in) {
        try (in) {
            Map<TextField, TextPattern> patterns = new EnumMap<>(TextField.class);
            for (TextField field : TextField.values()) {
                pattern(in, field).ifPresent(pattern -> patterns.put(field, pattern));
            }
            return patterns;
        }
    }

    /** A regular expression, or one with what to do where several lines match. */
    private static Optional<TextPattern> pattern(MappingReader in, TextField field) {
        String key = field.name().toLowerCase(Locale.ROOT);
        if (!in.isSection(key)) {
            return in.find(key, Forms.REGEX).map(match -> new TextPattern(match, Take.LAST));
        }
        MappingReader pattern = in.section(key);
        try (pattern) {
            Take take = pattern.get("take", Forms.oneOf(Take.class), Take.LAST);
            if (take == Take.CONCAT || (take == Take.SUM && !NUMBERS.contains(field))) {
                pattern.error(
                        "take",
                        "%s cannot be taken here: first and last can, and sum of tokens and money"
                                .formatted(take.name().toLowerCase(Locale.ROOT)));
            }
            return Optional.of(
                    new TextPattern(pattern.require("match", Forms.REGEX, "match"), take));
        }
    }
}
