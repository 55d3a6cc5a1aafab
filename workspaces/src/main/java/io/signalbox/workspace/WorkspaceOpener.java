package io.signalbox.workspace;

import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens the workspaces of coding jobs. Any thread; its methods block while files are copied and git
 * runs, within {@link GitLimits}.
 */
public final class WorkspaceOpener {

    private static final Logger LOG = Logger.getLogger(WorkspaceOpener.class);

    private final Parts parts;

    public WorkspaceOpener(WorkspaceSettings settings) {
        this.parts = Parts.of(settings);
    }

    /** What {@code git --version} says; empty where git does not run. */
    public Optional<String> gitVersion() {
        try {
            return Optional.of(parts.git().anywhere().text("--version"));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    /**
     * A workspace for one run.
     *
     * @param asked null: an empty directory
     * @param at the run's own directory, best one of {@link WorkspaceSettings#runs}; its name is
     *     the workspace's where it is kept. Made where it is missing; what a run before left of a
     *     workspace there goes
     */
    public Opened open(@Nullable Workspace asked, Path at) {
        return open(asked, at, false);
    }

    /**
     * A workspace for the next run of a session. Where the session has one, the run goes on with
     * the files as the run before left them: the agent's memory speaks of them. The repository is
     * then not looked at again, and another repository or ref than the session's is refused.
     *
     * @param at the session's directory, always the same for one session
     */
    public Opened openSession(@Nullable Workspace asked, Path at) {
        return open(asked, at, true);
    }

    private Opened open(@Nullable Workspace asked, Path at, boolean session) {
        try {
            Place place = new Place(Files.createDirectories(at.toAbsolutePath()).toRealPath());
            Optional<FileLocks.Held> lock = FileLocks.tryTake(place.lock());
            return lock.isPresent()
                    ? open(asked, place, session, lock.get())
                    : new Opened.Refused(
                            ErrorClass.OVERLOADED, "another run works in this workspace");
        } catch (IOException e) {
            return refused(Refusal.of(e));
        }
    }

    private Opened open(
            @Nullable Workspace asked, Place place, boolean session, FileLocks.Held lock) {
        boolean ready = false;
        boolean goesOn = session && isWhole(place);
        try {
            WorkspaceMaker.Made made = goesOn ? again(asked, place) : make(asked, place);
            ready = true;
            return new Opened.Ready(new OpenWorkspace(parts, place, made, session, lock));
        } catch (Refusal e) {
            return refused(e);
        } catch (IOException | UncheckedIOException e) {
            return refused(Refusal.of(e));
        } finally {
            if (!ready) {
                abandon(place, lock, goesOn);
            }
        }
    }

    private static boolean isWhole(Place place) {
        return Files.exists(place.opened())
                && Trees.isDirectory(place.workspace())
                && Trees.isDirectory(place.base());
    }

    private WorkspaceMaker.Made make(@Nullable Workspace asked, Place place) throws IOException {
        place.clear();
        WorkspaceMaker.Made made = new WorkspaceMaker(parts, place).make(asked);
        made.origin().write(place.opened());
        return made;
    }

    private static WorkspaceMaker.Made again(@Nullable Workspace asked, Place place)
            throws IOException {
        Origin origin = Origin.read(place.opened());
        if (asked != null && !asked.repository().equals(origin.repository())) {
            throw Refusal.invalid(
                    "the session works in '%s'; another workspace.repository needs a new session",
                    origin.repository());
        }
        String ref = asked == null ? null : WorkspaceMaker.blankIsNull(asked.ref());
        if (ref != null && !ref.equals(origin.ref())) {
            throw Refusal.invalid(
                    "the session began from '%s'; another workspace.ref needs a new session",
                    origin.ref().isEmpty() ? "HEAD" : origin.ref());
        }
        return new WorkspaceMaker.Made(
                origin, List.of("the files are as the session's last run left them"));
    }

    private static void abandon(Place place, FileLocks.Held lock, boolean goesOn) {
        try (lock) {
            if (!goesOn) {
                place.clear();
                Files.deleteIfExists(place.lock());
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf("what is left of a workspace waits for the next sweep: %s", e);
        }
    }

    private static Opened.Refused refused(Refusal refusal) {
        return new Opened.Refused(refusal.errorClass(), refusal.reason());
    }

    /**
     * Removes what dead workers left: their runs' workspaces, sessions' that never were whole, kept
     * ones and copies of repositories that have had their time. What a living worker holds is not
     * touched, so that any worker may do it at any time. For the start; never fails.
     */
    public void sweep() {
        attempt(parts.git()::prepare);
        attempt(() -> sweep(parts.settings().runs(), false));
        attempt(() -> sweep(parts.settings().sessions(), true));
        attempt(() -> parts.kept().prune());
        attempt(() -> parts.cache().evict(parts.settings().limits().cachedFor()));
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void attempt(Step step) {
        try {
            step.run();
        } catch (IOException | UncheckedIOException | Refusal e) {
            LOG.warnf("the workspaces' sweep left something: %s", e);
        }
    }

    private static void sweep(Path directory, boolean sessions) throws IOException {
        if (!Trees.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path at : entries.filter(Trees::isDirectory).toList()) {
                Place place = new Place(at);
                if (Files.exists(place.lock()) && !(sessions && isWhole(place))) {
                    attempt(() -> sweep(place));
                }
            }
        }
    }

    private static void sweep(Place place) throws IOException {
        Optional<FileLocks.Held> lock = FileLocks.tryTake(place.lock());
        if (lock.isPresent()) {
            FileLocks.Held held = lock.get();
            try (held) {
                place.clear();
                Files.deleteIfExists(place.lock());
            }
            removeEmpty(place.at());
        }
    }

    private static void removeEmpty(Path at) throws IOException {
        try (Stream<Path> left = Files.list(at)) {
            if (left.findAny().isPresent()) {
                return;
            }
        }
        Files.deleteIfExists(at);
    }
}
