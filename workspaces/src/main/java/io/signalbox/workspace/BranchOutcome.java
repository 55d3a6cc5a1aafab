package io.signalbox.workspace;

/** Whether a run's changes are on a branch of the caller's repository. */
public sealed interface BranchOutcome {

    /**
     * @param name without {@code refs/heads/}
     * @param commit one commit on the one that the run began from
     */
    record Left(String name, String commit) implements BranchOutcome {}

    /** Nothing of the repository's branches has changed. */
    record NotLeft(String reason) implements BranchOutcome {}
}
