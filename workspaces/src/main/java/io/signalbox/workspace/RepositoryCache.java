package io.signalbox.workspace;

import io.signalbox.contracts.attempt.ErrorClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A copy of each repository's history under the worker's data directory, from which workspaces
 * borrow their objects. Nothing is ever removed from one that a workspace uses. Several workers may
 * share the directory. Any thread; blocks.
 *
 * <p>A worker killed while it fetched leaves lock files and half packs: whoever holds the
 * repository's lock next removes them, since nobody else can own them.
 */
final class RepositoryCache {

    private static final String BASES = "refs/bases/";

    private final Git git;
    private final Path directory;
    private final InstantSource clock;

    RepositoryCache(Git git, Path directory, InstantSource clock) {
        this.git = git;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * {@code --strict}: exactly the directory that was checked, nothing found inside of it. A
     * remote host may know no options.
     */
    static String uploadPack(Source.Repository repository) {
        return switch (repository) {
            case Source.Local local -> "git-upload-pack --strict";
            case Source.Remote remote -> "git-upload-pack";
        };
    }

    /**
     * A commit with all of its history.
     *
     * @param gitDirectory holds it; borrow from its objects
     */
    record Cached(Path gitDirectory, String commit) {}

    /**
     * Brings a commit here, unless it is here.
     *
     * @param user the workspace's directory: while it exists, the copy stays
     * @throws Refusal where the repository has no such commit, or cannot be read
     */
    Cached bring(Source.Repository repository, RefList.Start start, Path user) throws IOException {
        Path home = directory.resolve(Ids.of(repository.address()));
        FileLocks.Held held = FileLocks.take(lock(home));
        try (held) {
            Path cache = prepare(home, repository);
            CacheUsers.add(home, user);
            return switch (start) {
                case RefList.Start.Commit(String id, String branch) ->
                        new Cached(cache, commit(repository, cache, id));
                case RefList.Start.Shortened(String digits) ->
                        new Cached(cache, shortened(repository, cache, digits));
            };
        }
    }

    private Path prepare(Path home, Source.Repository repository) throws IOException {
        Path cache = home.resolve("git");
        if (!Files.exists(home.resolve("ready"))) {
            Deletion.delete(home);
            GitDirectory.create(cache, true, GitDirectory.branch("none"), "");
            Files.writeString(home.resolve("ready"), repository.address() + "\n");
        } else {
            removeLeftovers(cache);
        }
        return cache;
    }

    private static void removeLeftovers(Path cache) throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            List<Path> left =
                    files.filter(file -> isLeftover(String.valueOf(file.getFileName()))).toList();
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isLeftover(String name) {
        return name.endsWith(".lock") || name.startsWith("tmp_") || name.startsWith(".tmp-");
    }

    private String commit(Source.Repository repository, Path cache, String id) {
        // Never packed: nothing here runs git gc.
        if (!Files.exists(cache.resolve(BASES + id))) {
            GitResult fetched = fetch(repository, cache, "+" + id + ":" + BASES + id);
            if (!fetched.isGood()) {
                throw notFetched(id, fetched.complaint());
            }
            mustBeCommit(cache, id);
        }
        return id;
    }

    /** "not our ref" is upload-pack's word for an id that it does not have. */
    private static Refusal notFetched(String id, String complaint) {
        return complaint.contains("not our ref")
                ? Refusal.invalid("workspace.ref '%s' is no commit of the repository", id)
                : Refusal.of(
                        ErrorClass.UNAVAILABLE,
                        "commit %s cannot be had from the repository: %s",
                        id,
                        complaint);
    }

    private void mustBeCommit(Path cache, String id) {
        if (!git.in(cache).text("cat-file", "-t", id).equals("commit")) {
            git.in(cache).text("update-ref", "-d", BASES + id);
            throw Refusal.invalid("workspace.ref '%s' is no commit", id);
        }
    }

    private String shortened(Source.Repository repository, Path cache, String digits) {
        GitResult fetched =
                fetch(
                        repository,
                        cache,
                        "+refs/heads/*:refs/seen/heads/*",
                        "+refs/tags/*:refs/seen/tags/*");
        if (!fetched.isGood()) {
            throw Refusal.of(
                    ErrorClass.UNAVAILABLE,
                    "the repository cannot be read: %s",
                    fetched.complaint());
        }
        GitResult found =
                git.in(cache).run("rev-parse", "--verify", "--quiet", digits + "^{commit}");
        if (!found.isGood()) {
            throw Refusal.invalid(
                    "workspace.ref '%s' is no branch, tag or commit of the repository, or the"
                            + " first digits of several commits",
                    digits);
        }
        String id = found.text().strip();
        git.in(cache).text("update-ref", BASES + id, id);
        return id;
    }

    private GitResult fetch(Source.Repository repository, Path cache, String... refs) {
        String[] command =
                Stream.concat(
                                Stream.of(
                                        "fetch",
                                        "--quiet",
                                        "--no-tags",
                                        "--no-write-fetch-head",
                                        "--no-recurse-submodules",
                                        "--update-shallow",
                                        "--upload-pack=" + uploadPack(repository),
                                        "--",
                                        repository.address()),
                                Stream.of(refs))
                        .toArray(String[]::new);
        return git.in(cache).over(repository.protocols()).run(command);
    }

    /**
     * A workspace that has moved.
     *
     * @param objects what it borrows
     */
    void alsoUsedBy(Path objects, Path user) throws IOException {
        Path home = objects.resolve("..").resolve("..").normalize();
        FileLocks.Held held = FileLocks.take(lock(home));
        try (held) {
            CacheUsers.add(home, user);
        }
    }

    /** Removes the copies that no workspace has used for so long. */
    void evict(Duration idle) {
        if (!Trees.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path home : entries.filter(Trees::isDirectory).toList()) {
                evict(home, idle);
            }
        } catch (IOException e) {
            throw Refusal.of(e);
        }
    }

    private void evict(Path home, Duration idle) throws IOException {
        Optional<FileLocks.Held> lock = FileLocks.tryTake(lock(home));
        if (lock.isPresent()) {
            FileLocks.Held held = lock.get();
            try (held) {
                if (CacheUsers.isIdle(home, clock.instant().minus(idle))) {
                    // First of all: a copy that is half removed is not used again.
                    Files.deleteIfExists(home.resolve("ready"));
                    Deletion.delete(home);
                }
            }
        }
    }

    private static Path lock(Path home) {
        return home.resolveSibling(home.getFileName() + ".lock");
    }
}
