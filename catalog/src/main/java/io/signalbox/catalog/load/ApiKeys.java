package io.signalbox.catalog.load;

import io.signalbox.catalog.Secret;
import io.signalbox.catalog.yaml.Located;
import io.signalbox.catalog.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keys as they are configured: the key itself, {@code file:<path>} with one key a line, {@code
 * file:<path>#<NAME>} for a variable of an environment file, or a variable's bare name. Blank and
 * unset ones do not count. A file that cannot be read is a warning: not every service has every
 * secret mounted.
 */
final class ApiKeys {

    private static final String FILE = "file:";
    private static final int MAX_BYTES = 64 * 1024;
    private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)+");

    /** A path, and a variable of the environment file that is there. */
    private static final Pattern FILE_AND_VARIABLE =
            Pattern.compile("(.+)#([A-Za-z_][A-Za-z0-9_]*)");

    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)");

    private final CatalogEnvironment environment;
    private final Problems problems;
    private final Set<Path> files = new LinkedHashSet<>();

    ApiKeys(CatalogEnvironment environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** Every key file that was named so far, whether it could be read or not. */
    Set<Path> files() {
        return Set.copyOf(files);
    }

    List<Secret> read(List<Located<Secret>> written) {
        List<Secret> keys = new ArrayList<>();
        for (Located<Secret> one : written) {
            for (String line : texts(one)) {
                String key = line.strip();
                if (!Forms.isHeaderValue(key)) {
                    problems.error(
                            one.place(), one.path(), "a key holds only visible ASCII characters");
                } else if (!key.isEmpty()) {
                    keys.add(new Secret(key));
                }
            }
        }
        return keys.stream().distinct().toList();
    }

    private List<String> texts(Located<Secret> one) {
        String text = one.value().reveal().strip();
        if (text.startsWith(FILE)) {
            String name = text.substring(FILE.length());
            Matcher ofVariable = FILE_AND_VARIABLE.matcher(name);
            return ofVariable.matches()
                    ? assigned(ofVariable.group(2), lines(one, ofVariable.group(1)))
                    : keysOnly(one, lines(one, name));
        }
        if (!one.substituted() && VARIABLE_NAME.matcher(text).matches()) {
            @Nullable String value = environment.variables().apply(text);
            return value == null ? List.of() : List.of(value);
        }
        return List.of(text);
    }

    /** What an environment file gives a variable; the last word counts. */
    private static List<String> assigned(String variable, List<String> lines) {
        return lines.stream()
                .map(line -> ASSIGNMENT.matcher(line.strip()))
                .filter(line -> line.matches() && line.group(1).equals(variable))
                .map(line -> unquoted(line.group(2).strip()))
                .reduce((before, after) -> after)
                .stream()
                .toList();
    }

    private static String unquoted(String value) {
        boolean quoted =
                value.length() > 1
                        && (value.startsWith("\"") || value.startsWith("'"))
                        && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** An environment file taken for a file of keys would show others' secrets to the provider. */
    private List<String> keysOnly(Located<Secret> one, List<String> lines) {
        for (String line : lines) {
            Matcher assignment = ASSIGNMENT.matcher(line.strip());
            if (assignment.matches() && VARIABLE_NAME.matcher(assignment.group(1)).matches()) {
                problems.error(
                        one.place(),
                        one.path(),
                        "the key's file is an environment file: name the variable, file:<path>#%s"
                                .formatted(assignment.group(1)));
                return List.of();
            }
        }
        return lines;
    }

    private List<String> lines(Located<Secret> one, String name) {
        Located<String> written = new Located<>(name, one.place(), one.path(), one.substituted());
        Path file = new Paths(environment).resolve(written);
        files.add(file);
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            problems.warning(
                    one.place(),
                    one.path(),
                    "the key's file cannot be read (%s): it counts as absent"
                            .formatted(e.getClass().getSimpleName()));
            return List.of();
        }
    }
}
