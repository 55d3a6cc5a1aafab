package io.signalbox.catalog.load;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.yaml.Form;
import io.signalbox.catalog.yaml.Located;
import io.signalbox.catalog.yaml.MappingReader;
import io.signalbox.catalog.yaml.Nearest;
import io.signalbox.catalog.yaml.Problems;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An agent's own HOME and what shows that somebody is signed in. */
final class AgentHomeSection {

    private static final String HOME = "{home}/";
    private static final Pattern KEY_NAME = Pattern.compile(".*_(?:API_KEY|TOKEN)");

    private static final Form<String> BELOW_HOME =
            Forms.checked(
                    "a path below HOME such as .claude/settings.json",
                    s -> s,
                    AgentHomeSection::isBelow);

    private static final Form<String> OWN_FILE =
            Forms.checked(
                    "an absolute path, or one from ~/ on",
                    s -> s,
                    s -> s.startsWith("/") || s.startsWith("~/"));

    private AgentHomeSection() {}

    static Agent.Home home(MappingReader in) {
        MappingReader section = in.section("files");
        Map<String, String> files = new LinkedHashMap<>();
        for (String path : section.names()) {
            if (!path.startsWith(HOME) || !isBelow(path.substring(HOME.length()))) {
                section.error(path, "must be a path below {home}/ such as {home}/.tool/settings");
            }
            section.find(path, Forms.RAW).ifPresent(text -> files.put(path, text));
        }
        return new Agent.Home(files, in.list("home_files", BELOW_HOME));
    }

    static Agent.SignIn signIn(MappingReader in, Problems problems) {
        Set<String> declared = new HashSet<>(in.section("env").names());
        if (!in.isPresent("signed_in")) {
            return new Agent.SignIn(keysAmong(declared), List.of());
        }
        MappingReader section = in.section("signed_in");
        try (section) {
            List<Located<String>> anyEnv = section.items("any_env", Forms.TEXT);
            for (Located<String> variable : anyEnv) {
                if (!declared.contains(variable.value())) {
                    problems.error(
                            variable.place(),
                            variable.path(),
                            "no variable of env has this name" + hint(variable, declared));
                }
            }
            return new Agent.SignIn(
                    anyEnv.stream().map(Located::value).collect(Collectors.toSet()),
                    section.list("any_file", OWN_FILE));
        }
    }

    private static String hint(Located<String> variable, Set<String> declared) {
        return variable.substituted() ? "" : Nearest.hint(variable.value(), declared);
    }

    private static Set<String> keysAmong(Set<String> declared) {
        return declared.stream()
                .filter(name -> KEY_NAME.matcher(name).matches())
                .collect(Collectors.toSet());
    }

    private static boolean isBelow(String path) {
        return !path.isBlank()
                && !path.startsWith("/")
                && path.indexOf('{') < 0
                && Arrays.stream(path.split("/", -1))
                        .noneMatch(part -> part.isEmpty() || part.equals("..") || part.equals("."));
    }
}
