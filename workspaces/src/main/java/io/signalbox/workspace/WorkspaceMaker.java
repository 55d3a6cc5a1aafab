package io.signalbox.workspace;

import io.signalbox.contracts.job.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes one workspace at one place. For one use. */
final class WorkspaceMaker {

    /** What the agent finds checked out where no branch was named. */
    private static final String BRANCH = "work";

    private static final Pattern PLAIN =
            Pattern.compile(
                    "(?!.*\\.lock(?:/|$))[\\p{L}\\p{N}_](?:[./-]?[\\p{L}\\p{N}_+#@]){0,99}");

    private final Parts parts;
    private final Place place;
    private final Trees.Count count;
    private final BaseRepository base;
    private final List<String> notes = new ArrayList<>();

    WorkspaceMaker(Parts parts, Place place) {
        this.parts = parts;
        this.place = place;
        this.count =
                new Trees.Count(
                        parts.settings().catalog().get().maxSize(),
                        parts.settings().limits().maxFiles());
        this.base = new BaseRepository(parts.git(), place.base(), place.workspace());
    }

    /**
     * @param origin what it was made from
     * @param notes for the caller
     */
    record Made(Origin origin, List<String> notes) {}

    /**
     * @throws Refusal where it cannot be made
     */
    Made make(@Nullable Workspace asked) throws IOException {
        Files.createDirectories(place.workspace());
        String ref = asked == null ? null : blankIsNull(asked.ref());
        String branch = asked == null ? null : blankIsNull(asked.branch());
        Source source =
                asked == null ? new Source.Nothing() : parts.sources().find(asked.repository());
        String commit =
                switch (source) {
                    case Source.Nothing nothing -> base.commitAll(parts.identity());
                    case Source.Directory directory -> copy(directory.path(), ref, branch);
                    case Source.Repository repository -> checkOut(repository, ref, branch);
                };
        String repository = asked == null ? null : asked.repository();
        return new Made(Origin.of(repository, ref, commit), List.copyOf(notes));
    }

    static @Nullable String blankIsNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private String copy(Path from, @Nullable String ref, @Nullable String branch)
            throws IOException {
        if (ref != null || branch != null) {
            throw Refusal.invalid(
                    "'%s' is a directory without a repository: it has no workspace.%s",
                    from, ref != null ? "ref" : "branch");
        }
        if (place.at().toRealPath().startsWith(from)) {
            throw Refusal.invalid("'%s' holds the worker's own data", from);
        }
        List<String> leftOut = new TreeCopy(from, place.workspace(), count).copy();
        if (!leftOut.isEmpty()) {
            notes.add("links that lead out of it are left out: " + String.join(", ", leftOut));
        }
        String commit = base.commitAll(parts.identity());
        base.giveAgentItsOwn(commit, BRANCH);
        return commit;
    }

    private String checkOut(
            Source.Repository repository, @Nullable String ref, @Nullable String branch)
            throws IOException {
        RefList refs = RefList.of(parts.git(), repository);
        BranchWriter.check(parts.git(), branch, refs);
        RefList.Start start = refs.start(ref);
        if (repository instanceof Source.Local local) {
            new Cleanliness(parts.git()).check(local, refs.head(), place.scratch());
        }
        RepositoryCache.Cached cached = parts.cache().bring(repository, start, place.base());
        base.checkOut(cached, count);
        base.giveAgentItsOwn(cached.commit(), branchOf(start));
        noteWhatIsMissing();
        return cached.commit();
    }

    /** The branch's own name where it is a plain one: it becomes a file's name here. */
    private static String branchOf(RefList.Start start) {
        return start instanceof RefList.Start.Commit(String id, String branch)
                        && branch != null
                        && PLAIN.matcher(branch).matches()
                ? branch
                : BRANCH;
    }

    private void noteWhatIsMissing() throws IOException {
        if (Files.exists(place.workspace().resolve(".gitmodules"))) {
            notes.add("submodules are not checked out");
        }
        Path attributes = place.workspace().resolve(".gitattributes");
        if (Files.isRegularFile(attributes)
                && !Files.isSymbolicLink(attributes)
                && Files.readString(attributes).contains("filter=lfs")) {
            notes.add("files of Git LFS are pointers only");
        }
    }
}
