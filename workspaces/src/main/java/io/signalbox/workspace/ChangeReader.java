package io.signalbox.workspace;

import io.signalbox.catalog.DataSize;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what changed in a workspace, against the commit that it began from, with the worker's own
 * git directory: whatever settings an agent leaves in the workspace, nothing of them is run. For
 * one use.
 */
final class ChangeReader {

    /** How the index tells one. */
    private static final String SUBMODULE = "160000 ";

    /** A path is bytes to git: as many characters, and the same bytes again. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private static final int MOST_FILES = 5_000;
    private static final String CONTROL = "\\p{Cntrl}";

    private final BaseRepository repository;
    private final Path workspace;
    private final String base;
    private final List<String> notes = new ArrayList<>();

    ChangeReader(BaseRepository repository, Path workspace, String base) {
        this.repository = repository;
        this.workspace = workspace;
        this.base = base;
    }

    /**
     * @param mostPatch less than 2 GiB
     * @throws Refusal where git fails
     */
    Changes read(DataSize most, int mostFiles, DataSize mostPatch) throws IOException {
        if (!Trees.isDirectory(workspace)) {
            return new Changes(List.of(), null, List.of("the run removed its workspace"));
        }
        if (!Trees.fits(workspace, most, mostFiles)) {
            notes.add(
                    "the workspace holds more than %d MiB or %d files: no patch"
                            .formatted(most.bytes() >> 20, mostFiles));
            return new Changes(bounded(unread()), null, notes);
        }
        stage();
        List<String> statuses = diff("--name-status", "-z").fields();
        String patch = statuses.isEmpty() ? null : patch(statuses, (int) mostPatch.bytes());
        return new Changes(bounded(ChangeList.of(statuses)), patch, notes);
    }

    /**
     * The tree of what is in the workspace now.
     *
     * @throws Refusal where git fails
     */
    String tree() throws IOException {
        stage();
        return staged().text("write-tree");
    }

    private List<FileChange> bounded(List<FileChange> files) {
        if (files.size() > MOST_FILES) {
            notes.add("%d files changed, %d are named".formatted(files.size(), MOST_FILES));
        }
        return files.stream().limit(MOST_FILES).toList();
    }

    private void stage() throws IOException {
        freshIndex();
        Files.deleteIfExists(info("attributes"));
        Files.deleteIfExists(info("exclude"));
        leaveOutRepositories();
        GitResult added = staged().run("add", "--all", "--ignore-errors");
        if (added.exitCode() == 1) {
            notes.add("files that cannot be read are left out: " + added.complaint());
        } else {
            added.orRefuse("git add");
        }
    }

    /** From the index of the beginning each time: what was staged once is not looked for again. */
    private void freshIndex() throws IOException {
        Path index = repository.directory().resolve("index");
        Files.deleteIfExists(result().resolveSibling(result().getFileName() + ".lock"));
        if (Files.exists(index)) {
            GitDirectory.copyIndex(index, result());
            leaveOutSubmodules();
        } else {
            Files.deleteIfExists(result());
        }
    }

    /**
     * Git runs itself in a submodule to see whether it has changed, with the settings that the
     * agent may have given it there. None is checked out, so none can have changed.
     */
    private void leaveOutSubmodules() throws IOException {
        Path entries = repository.directory().resolve("entries");
        staged().writing(entries).run("ls-files", "--stage", "-z").orRefuse("git ls-files");
        List<String> submodules = submodules(entries);
        Files.delete(entries);
        if (!submodules.isEmpty()) {
            Path list = repository.directory().resolve("submodules");
            Files.writeString(list, String.join("\0", submodules) + "\0", BYTES);
            staged().reading(list)
                    .run("update-index", "-z", "--skip-worktree", "--stdin")
                    .orRefuse("git update-index");
        }
    }

    /** Not all of them at once: a repository may have half a million files. */
    private static List<String> submodules(Path entries) throws IOException {
        try (Scanner scanner = new Scanner(entries, BYTES).useDelimiter("\0")) {
            return scanner.tokens()
                    .filter(entry -> entry.startsWith(SUBMODULE))
                    .map(entry -> entry.substring(entry.indexOf('\t') + 1))
                    .toList();
        }
    }

    /** Git takes a repository inside another for a submodule, of which a patch holds nothing. */
    private void leaveOutRepositories() throws IOException {
        List<String> inside = listed("--others").filter(path -> path.endsWith("/")).toList();
        if (!inside.isEmpty()) {
            Files.write(info("exclude"), inside.stream().map(GitPatterns::ignoring).toList());
            notes.add(
                    "repositories inside of the workspace are left out: "
                            + String.join(", ", inside).replaceAll(CONTROL, "?"));
        }
    }

    /** What git sees without reading files, in a workspace that holds too much. */
    private List<FileChange> unread() throws IOException {
        freshIndex();
        List<String> gone = listed("--deleted").toList();
        return Stream.of(
                        listed("--others").map(path -> change(FileChange.Kind.CREATED, path)),
                        gone.stream().map(path -> change(FileChange.Kind.DELETED, path)),
                        listed("--modified")
                                .filter(path -> !gone.contains(path))
                                .map(path -> change(FileChange.Kind.MODIFIED, path)))
                .flatMap(changes -> changes)
                .toList();
    }

    private static FileChange change(FileChange.Kind kind, String path) {
        return new FileChange(kind, path, null);
    }

    private Stream<String> listed(String which) {
        return staged()
                .run("ls-files", which, "--exclude-standard", "-z")
                .orRefuse("git ls-files")
                .fields()
                .stream();
    }

    private @Nullable String patch(List<String> statuses, int most) throws IOException {
        PatchText patch = patch(most);
        if (patch != null && !patch.isText()) {
            Files.write(info("attributes"), binary(patch, ChangeList.sections(statuses)));
            patch = patch(most);
        }
        return patch == null ? null : patch.text();
    }

    private static List<String> binary(PatchText patch, List<String> sections) {
        if (patch.files() != sections.size()) {
            return List.of("* -diff");
        }
        List<String> lines = new ArrayList<>();
        for (int file = 0; file < sections.size(); file++) {
            if (patch.isForeign(file)) {
                lines.add(GitPatterns.asBinary(sections.get(file)));
            }
        }
        return lines;
    }

    private @Nullable PatchText patch(int most) {
        GitResult result =
                staged().atMost(most)
                        .run(
                                "diff",
                                "--cached",
                                "--binary",
                                "--full-index",
                                "--find-renames",
                                "--no-color",
                                "--no-ext-diff",
                                "--no-textconv",
                                "--src-prefix=a/",
                                "--dst-prefix=b/",
                                base);
        if (result.isCut()) {
            notes.add("the patch is longer than %d KiB and left out".formatted(most >> 10));
            return null;
        }
        return new PatchText(result.orRefuse("git diff").output());
    }

    private GitResult diff(String... form) {
        return staged().run(
                        Stream.of(
                                        Stream.of("diff", "--cached", "--find-renames"),
                                        Stream.of("--no-ext-diff", "--no-textconv"),
                                        Stream.of(form),
                                        Stream.of(base))
                                .flatMap(arguments -> arguments)
                                .toArray(String[]::new))
                .orRefuse("git diff");
    }

    private GitCommand staged() {
        return repository.command().with("GIT_INDEX_FILE", result().toString());
    }

    private Path result() {
        return repository.directory().resolve("index.result");
    }

    private Path info(String name) {
        return repository.directory().resolve("info").resolve(name);
    }
}
