package io.signalbox.cliworker.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
            Trees.delete(scratch);
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
        git.anywhere().text("init", "--quiet", "--bare", "--template=", scratch.toString());
        Borrowing.from(scratch, repository.commonDirectory().resolve("objects"));
        Files.writeString(scratch.resolve("HEAD"), head.orElse("ref: refs/heads/none") + "\n");
        copySettings(repository, scratch);
        copyIndex(repository.gitDirectory(), scratch);
        Path ignored = repository.commonDirectory().resolve("info").resolve("exclude");
        if (Files.isRegularFile(ignored)) {
            Files.createDirectories(scratch.resolve("info"));
            Files.copy(ignored, scratch.resolve("info").resolve("exclude"));
        }
    }

    /** The index, and what it stands on where it is a split one. */
    private static void copyIndex(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.equals("index") || name.startsWith("sharedindex.")) {
                    Files.copy(
                            file,
                            to.resolve(name),
                            StandardCopyOption.COPY_ATTRIBUTES,
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private void copySettings(Source.Local repository, Path scratch) throws IOException {
        Path config = repository.commonDirectory().resolve("config");
        git.in(scratch).text("config", "core.bare", "false");
        if (Files.isRegularFile(config)) {
            for (var setting : settings(config).entrySet()) {
                git.in(scratch).text("config", setting.getKey(), setting.getValue());
            }
        }
        Optional<Path> ignored = ignoredByTheUser();
        if (ignored.isPresent()) {
            git.in(scratch).text("config", "core.excludesFile", ignored.get().toString());
        }
    }

    /** The settings of one file, without what it includes. */
    private Map<String, String> settings(Path config) {
        Map<String, String> found = new TreeMap<>();
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
            if (COMPARING.contains(name)) {
                found.put(name, setting.length == 2 ? setting[1] : "true");
            }
        }
        return found;
    }

    /** Where git looks by default (gitignore(5)); what an editor leaves there is no change. */
    private static Optional<Path> ignoredByTheUser() {
        String set = System.getenv("XDG_CONFIG_HOME");
        Path config =
                set == null || set.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".config")
                        : Path.of(set);
        return Optional.of(config.resolve("git").resolve("ignore")).filter(Files::isRegularFile);
    }
}
