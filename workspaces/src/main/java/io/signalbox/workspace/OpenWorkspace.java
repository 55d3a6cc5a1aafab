package io.signalbox.workspace;

import io.signalbox.catalog.Workspaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A workspace that one run has for itself until it is closed. Its methods block and run git; call
 * one at a time, {@link #changes} and {@link #leaveBranch} when the agent's processes have ended.
 */
public final class OpenWorkspace {

    private static final Logger LOG = Logger.getLogger(OpenWorkspace.class);

    private final Parts parts;
    private final Place place;
    private final Origin origin;
    private final List<String> notes;
    private final boolean session;
    private final FileLocks.Held lock;
    private boolean closed;

    OpenWorkspace(
            Parts parts,
            Place place,
            WorkspaceMaker.Made made,
            boolean session,
            FileLocks.Held lock) {
        this.parts = parts;
        this.place = place;
        this.origin = made.origin();
        this.notes = made.notes();
        this.session = session;
        this.lock = lock;
    }

    /** Where the files are, and the agent works. */
    public Path directory() {
        return place.workspace();
    }

    /** The id of the commit that {@link #changes} is against. */
    public String baseCommit() {
        return origin.base();
    }

    /** What is not as the caller may expect, in words: links left out, submodules, LFS. */
    public List<String> notes() {
        return notes;
    }

    /** For the agent: git looks for no repository above its workspace. */
    public Map<String, String> environment() {
        return Map.of("GIT_CEILING_DIRECTORIES", place.at().toString());
    }

    /** What git in the workspace reads besides it; a sandbox shows them read-only. */
    public List<Path> readOnly() {
        List<Path> paths = new ArrayList<>(List.of(place.base()));
        borrowed().ifPresent(paths::add);
        return List.copyOf(paths);
    }

    private Optional<Path> borrowed() {
        Path borrowing = place.base().resolve("objects").resolve("info").resolve("alternates");
        try {
            return Files.exists(borrowing)
                    ? Optional.of(Path.of(Files.readString(borrowing).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The files' text as one block for a prompt: each path, then its content between fences. */
    public FileText contextFiles(List<String> paths) {
        return read(files -> files.block(paths));
    }

    /** What {@code instruction_file} says. */
    public FileText instruction(String path) {
        return read(files -> files.text("instruction_file", path));
    }

    private interface Reading {
        String from(WorkspaceFiles files) throws IOException;
    }

    private FileText read(Reading reading) {
        try {
            return new FileText.Text(
                    reading.from(
                            new WorkspaceFiles(
                                    place.workspace(), parts.settings().limits().maxContext())));
        } catch (Refusal e) {
            return new FileText.Refused(e.errorClass(), e.reason());
        } catch (IOException e) {
            Refusal refusal = Refusal.of(e);
            return new FileText.Refused(refusal.errorClass(), refusal.reason());
        }
    }

    /**
     * Lays a patch over the files, all of it or nothing; {@link #changes} and {@link #leaveBranch}
     * go by what is there then.
     *
     * @param patch a unified diff, its paths with {@code a/} and {@code b/} or without
     */
    public Applied apply(String patch) {
        try {
            return new PatchInput(base(), place.patch()).apply(patch);
        } catch (Refusal e) {
            return new Applied.Not(e.reason());
        } catch (IOException e) {
            return new Applied.Not(Refusal.of(e).reason());
        }
    }

    private BaseRepository base() {
        return new BaseRepository(parts.git(), place.base(), place.workspace());
    }

    /**
     * What changed since the base commit; for a session, in all of its runs. May be asked again.
     * Where it cannot be read there are no files and a note that says why.
     */
    public Changes changes() {
        Workspaces catalog = parts.settings().catalog().get();
        WorkspaceLimits limits = parts.settings().limits();
        try {
            return reader().read(catalog.maxSize(), limits.maxFiles(), limits.maxPatch());
        } catch (Refusal e) {
            return new Changes(List.of(), null, List.of("what changed is unknown: " + e.reason()));
        } catch (IOException | UncheckedIOException e) {
            return new Changes(List.of(), null, List.of("what changed is unknown: " + e));
        }
    }

    private ChangeReader reader() {
        return new ChangeReader(base(), place.workspace(), origin.base());
    }

    /**
     * Makes a branch of the caller's repository with one commit: the changes. For a URL it is
     * pushed, with the worker's rights.
     *
     * @param message the commit's; never a prompt
     */
    public BranchOutcome leaveBranch(String branch, String message) {
        try {
            if (parts.sources().find(origin.repository()) instanceof Source.Repository repository) {
                return leave(repository, branch, message);
            }
            return new BranchOutcome.NotLeft("the workspace is no copy of a repository");
        } catch (Refusal e) {
            return new BranchOutcome.NotLeft(e.reason());
        } catch (IOException | UncheckedIOException e) {
            return new BranchOutcome.NotLeft(Refusal.of(e).reason());
        }
    }

    private BranchOutcome leave(Source.Repository repository, String branch, String message)
            throws IOException {
        Workspaces catalog = parts.settings().catalog().get();
        if (!Trees.isDirectory(place.workspace())
                || !Trees.fits(
                        place.workspace(),
                        catalog.maxSize(),
                        parts.settings().limits().maxFiles())) {
            return new BranchOutcome.NotLeft("the workspace holds too much, or is gone");
        }
        String tree = reader().tree();
        GitCommand git = parts.git().in(place.base());
        if (tree.equals(git.text("rev-parse", origin.base() + "^{tree}"))) {
            return new BranchOutcome.NotLeft("the run changed nothing");
        }
        String commit =
                parts.identity()
                        .sign(parts.git().in(place.base()))
                        .reading(message)
                        .text("commit-tree", tree, "-p", origin.base(), "-F", "-");
        new BranchWriter(parts.git(), place.base())
                .write(repository, branch, commit, origin.base());
        return new BranchOutcome.Left(branch, commit);
    }

    /**
     * Ends the run's hold on it. A session's workspace stays for its next run, whatever is asked;
     * others are removed or kept. Never fails: what cannot be removed is left to the next sweep.
     * Again does nothing.
     *
     * @return where it is kept, if it is
     */
    public Optional<Path> close(Workspaces.Keep policy, boolean failed) {
        if (closed) {
            return Optional.empty();
        }
        closed = true;
        try (lock) {
            return session ? Optional.empty() : leavePlace(policy, failed);
        } catch (IOException | UncheckedIOException | Refusal e) {
            LOG.warnf("a workspace could not be removed or kept, the next sweep tries: %s", e);
            return Optional.empty();
        }
    }

    private Optional<Path> leavePlace(Workspaces.Keep policy, boolean failed) throws IOException {
        boolean keep =
                switch (policy) {
                    case NEVER -> false;
                    case ON_FAILURE -> failed;
                    case ALWAYS -> true;
                };
        Optional<Path> kept = keep ? Optional.of(keep(failed)) : Optional.empty();
        place.clear();
        Files.deleteIfExists(place.lock());
        return kept;
    }

    private Path keep(boolean failed) throws IOException {
        String line =
                "%s: workspace of %s at %s, the run %s"
                        .formatted(
                                place.at().getFileName(),
                                origin.repository().isEmpty()
                                        ? "no repository"
                                        : origin.repository(),
                                origin.base(),
                                failed ? "failed" : "succeeded");
        Optional<Path> objects = borrowed();
        Path kept = parts.kept().keep(place.at(), Place.KEPT, line);
        if (objects.isPresent()) {
            parts.cache().alsoUsedBy(objects.get(), kept);
        }
        return kept;
    }
}
