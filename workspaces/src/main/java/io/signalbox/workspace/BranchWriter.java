package io.signalbox.workspace;

import io.signalbox.contracts.attempt.ErrorClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes a branch in the caller's repository. One that exists is never moved; work tree, index and
 * HEAD stay as they are; no hook of the repository is run.
 */
final class BranchWriter {

    private static final String HEADS = "refs/heads/";

    private final Git git;
    private final Path base;

    /**
     * @param base the git directory that holds the commit
     */
    BranchWriter(Git git, Path base) {
        this.git = git;
        this.base = base;
    }

    /**
     * Whether a job may ask for this branch, before anything is run or paid for.
     *
     * @throws Refusal INVALID_REQUEST
     */
    static void check(Git git, @Nullable String branch, RefList refs) {
        if (branch == null) {
            return;
        }
        boolean good =
                !branch.startsWith("-")
                        && !branch.equals("HEAD")
                        && !branch.startsWith("refs/")
                        && git.anywhere().run("check-ref-format", HEADS + branch).isGood();
        if (!good) {
            throw Refusal.invalid("workspace.branch '%s' is no name for a branch", branch);
        }
        if (refs.hasBranch(branch)) {
            throw exists(branch);
        }
    }

    private static Refusal exists(String branch) {
        return Refusal.invalid(
                "workspace.branch '%s' exists already, and branches are never moved: name a new"
                        + " one",
                branch);
    }

    /**
     * @throws Refusal where it cannot be made
     */
    void write(Source.Repository repository, String branch, String commit, String parent) {
        RefList refs = RefList.of(git, repository);
        check(git, branch, refs);
        switch (repository) {
            case Source.Local local -> {
                copyObjects(local, commit, parent);
                create(local, branch, commit);
            }
            case Source.Remote remote -> push(remote, branch, commit);
        }
    }

    /** Written with our settings into its objects: nothing of the repository's own is asked. */
    private void copyObjects(Source.Local local, String commit, String parent) {
        String objects = local.commonDirectory().resolve("objects").toString();
        GitCommand there = git.in(base).with("GIT_OBJECT_DIRECTORY", objects);
        if (!there.run("cat-file", "-e", parent + "^{commit}").isGood()) {
            throw Refusal.invalid(
                    "the repository no longer holds commit %s, from which the run began", parent);
        }
        Path pack = base.resolve("branch.pack");
        try {
            git.in(base)
                    .reading(commit + "\n^" + parent + "\n")
                    .writing(pack)
                    .text("pack-objects", "--quiet", "--revs", "--stdout");
            git.in(base)
                    .with("GIT_OBJECT_DIRECTORY", objects)
                    .reading(pack)
                    .text("unpack-objects", "-q");
        } finally {
            delete(pack);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Refusal.of(e);
        }
    }

    /** The zeros say: only where there is none yet. */
    private void create(Source.Local local, String branch, String commit) {
        GitResult made =
                git.in(local.commonDirectory())
                        .with("GIT_REFLOG_ACTION", "signalbox")
                        .run(
                                "-c",
                                "core.hooksPath=/dev/null",
                                "-c",
                                "core.fsmonitor=false",
                                "update-ref",
                                "-m",
                                "signalbox: made",
                                HEADS + branch,
                                commit,
                                "0".repeat(commit.length()));
        if (!made.isGood()) {
            throw refused(branch, made);
        }
    }

    /** An empty lease says the same to the remote. */
    private void push(Source.Remote remote, String branch, String commit) {
        GitResult pushed =
                git.in(base)
                        .over(remote.protocols())
                        .run(
                                "push",
                                "--quiet",
                                "--no-verify",
                                "--no-follow-tags",
                                "--recurse-submodules=no",
                                "--force-with-lease=" + HEADS + branch + ":",
                                "--",
                                remote.address(),
                                commit + ":" + HEADS + branch);
        if (!pushed.isGood()) {
            throw refused(branch, pushed);
        }
    }

    private Refusal refused(String branch, GitResult result) {
        String complaint = result.complaint();
        return complaint.contains("reference already exists")
                ? exists(branch)
                : Refusal.of(
                        ErrorClass.UNAVAILABLE,
                        "branch '%s' cannot be made: %s; the patch holds the same",
                        branch,
                        complaint);
    }
}
