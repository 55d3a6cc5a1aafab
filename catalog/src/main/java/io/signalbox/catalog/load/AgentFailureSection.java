package io.signalbox.catalog.load;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.yaml.Located;
import io.signalbox.catalog.yaml.MappingReader;
import io.signalbox.catalog.yaml.Nearest;
import io.signalbox.catalog.yaml.Problems;
import io.signalbox.contracts.attempt.ErrorClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code exit_codes} and {@code error_patterns} of an agent. */
final class AgentFailureSection {

    private static final List<String> CLASSES =
            Arrays.stream(ErrorClass.values()).map(Enum::name).toList();

    private AgentFailureSection() {}

    static Agent.Failures read(MappingReader in, Problems problems) {
        return new Agent.Failures(exitCodes(in, problems), patterns(in, problems));
    }

    private static Map<Integer, ErrorClass> exitCodes(MappingReader in, Problems problems) {
        MappingReader section = in.section("exit_codes");
        Map<Integer, ErrorClass> classes = new HashMap<>();
        for (String code : section.names()) {
            if (Forms.EXIT_CODE.isSatisfiedBy(code)) {
                section.locate(code, Forms.TEXT)
                        .ifPresent(
                                name -> classes.put(Integer.parseInt(code), named(name, problems)));
            } else {
                section.error(
                        code, "'%s' is not %s".formatted(code, Forms.EXIT_CODE.description()));
            }
        }
        return classes;
    }

    private static List<Agent.ErrorPattern> patterns(MappingReader in, Problems problems) {
        List<Agent.ErrorPattern> patterns = new ArrayList<>();
        for (MappingReader pattern : in.sectionList("error_patterns", "")) {
            try (pattern) {
                String match = pattern.require("match", Forms.REGEX, "");
                pattern.require("class", Forms.TEXT, "");
                pattern.locate("class", Forms.TEXT)
                        .ifPresent(name ->
                                patterns.add(new Agent.ErrorPattern(match, named(name, problems))));
            }
        }
        return patterns;
    }

    /** INTERNAL where there is no such class, which is a problem. */
    private static ErrorClass named(Located<String> written, Problems problems) {
        String name = written.value().strip().toUpperCase(Locale.ROOT);
        if (CLASSES.contains(name)) {
            return ErrorClass.valueOf(name);
        }
        String shown =
                written.substituted()
                        ? ""
                        : " '%s'%s"
                                .formatted(written.value(), Nearest.hint(written.value(), CLASSES));
        problems.error(written.place(), written.path(), "unknown error class" + shown);
        return ErrorClass.INTERNAL;
    }
}
