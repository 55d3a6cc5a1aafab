package io.signalbox.workspace;

/** Whether a patch was laid over a workspace's files. */
public sealed interface Applied {

    /** All of it. */
    record Whole() implements Applied {}

    /**
     * Nothing of it: the files are as they were.
     *
     * @param reason git's, in one line; never what the files hold
     */
    record Not(String reason) implements Applied {}
}
