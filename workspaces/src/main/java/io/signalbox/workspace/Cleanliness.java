package io.signalbox.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether a repository's files are as its HEAD says.
 *
 * <p>{@code git status} in a repository runs what its settings name (file system monitors, filters)
 * and rewrites its index. So it is asked in a git directory of ours, made for the question: a copy
 * of the index, the objects borrowed, none of the settings but those that say how files are
 * compared.
 */
final class Cleanliness {

    /** Settings that hold a word or a number and run nothing (git-config(1)). */
    private static final Set<String> COMPARING =
            Set.of(
                    "core.filemode",
                    "core.autocrlf",
                    "core.eol",
                    "core.symlinks",
                    "core.ignorecase",
                    "core.precomposeunicode",
                    "core.trustctime",
                    "core.checkstat");

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]{1,20}");

    private static final int SHOWN = 3;

    private final Git git;

    Cleanliness(Git git) {
        this.git = git;
    }

    /**
     * @param scratch a directory that does not exist; it does not afterwards
     * @throws Refusal INVALID_REQUEST where files are changed, staged or new and not ignored
     */
    void check(Source.Local repository, Optional<String> head, Path scratch) {
        if (repository.isBare()) {
            return;
        }
        try {
            prepare(repository, head, scratch);
            List<String> changed = changed(repository, scratch);
            if (!changed.isEmpty()) {
                throw Refusal.invalid(
                        "'%s' has uncommitted changes (%s): commit or stash them, the agent would"
                                + " not see them",
                        repository.workTree(), shown(changed));
            }
        } catch (IOException e) {
            throw Refusal.of(e);
        } finally {
            delete(scratch);
        }
    }

    private static void delete(Path scratch) {
        try {
            Deletion.delete(scratch);
        } catch (IOException e) {
            throw Refusal.of(e);
        }
    }

    private List<String> changed(Source.Local repository, Path scratch) {
        return git.in(scratch)
                .on(repository.workTree())
                .run(
                        "status",
                        "--porcelain=v1",
                        "-z",
                        "--no-renames",
                        "--untracked-files=normal",
                        "--ignore-submodules=dirty")
                .orRefuse("git status")
                .fields();
    }

    private static String shown(List<String> changed) {
        String names =
                changed.stream()
                        .limit(SHOWN)
                        .map(entry -> entry.substring(3).replaceAll("\\p{Cntrl}", "?"))
                        .reduce((left, right) -> left + ", " + right)
                        .orElse("");
        int more = changed.size() - SHOWN;
        return more > 0 ? names + " and " + more + " more" : names;
    }

    private void prepare(Source.Local repository, Optional<String> head, Path scratch)
            throws IOException {
        Path common = repository.commonDirectory();
        GitDirectory.create(
                scratch,
                false,
                head.orElse(GitDirectory.branch("none")),
                written(settings(common.resolve("config"))));
        GitDirectory.borrow(scratch, common.resolve("objects"));
        copyIndex(repository.gitDirectory(), scratch);
        copyIgnored(common.resolve("info").resolve("exclude"), scratch);
    }

    /** The index, and what it stands on where it is a split one. */
    private static void copyIndex(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.equals("index") || name.startsWith("sharedindex.")) {
                    GitDirectory.copyIndex(file, to.resolve(name));
                }
            }
        }
    }

    private static void copyIgnored(Path excludes, Path scratch) throws IOException {
        StringBuilder patterns = new StringBuilder();
        for (Path file : List.of(excludes, ignoredByTheUser())) {
            if (Files.isRegularFile(file)) {
                patterns.append(Files.readString(file, StandardCharsets.ISO_8859_1)).append('\n');
            }
        }
        Files.writeString(
                scratch.resolve("info").resolve("exclude"), patterns, StandardCharsets.ISO_8859_1);
    }

    private static String written(Map<String, String> settings) {
        StringBuilder lines = new StringBuilder("[core]\n");
        settings.forEach((name, value) ->
                lines.append('\t')
                        .append(name.substring("core.".length()))
                        .append(" = ")
                        .append(value)
                        .append('\n'));
        return lines.toString();
    }

    /** The settings of one file, without what it includes. */
    private Map<String, String> settings(Path config) {
        Map<String, String> found = new TreeMap<>();
        if (!Files.isRegularFile(config)) {
            return found;
        }
        GitResult listed =
                git.anywhere()
                        .run("config", "--no-includes", "--file", config + "", "-z", "--list");
        if (!listed.isGood()) {
            throw Refusal.invalid(
                    "the repository's settings cannot be read: %s", listed.complaint());
        }
        for (String line : listed.fields()) {
            String[] setting = line.split("\n", 2);
            String name = setting[0].toLowerCase(Locale.ROOT);
            String value = setting.length == 2 ? setting[1] : "true";
            if (COMPARING.contains(name) && WORD.matcher(value).matches()) {
                found.put(name, value);
            }
        }
        return found;
    }

    /** Where git looks by default (gitignore(5)); what an editor leaves there is no change. */
    private static Path ignoredByTheUser() {
        String set = System.getenv("XDG_CONFIG_HOME");
        Path config =
                set == null || set.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".config")
                        : Path.of(set);
        return config.resolve("git").resolve("ignore");
    }
}
