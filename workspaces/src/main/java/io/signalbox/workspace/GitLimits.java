package io.signalbox.workspace;

import java.time.Duration;

/**
 * How git is run.
 *
 * @param binary the command, by name on the PATH or by path
 * @param sshCommand what git runs for URLs of ssh, read by a shell; it must never ask anything
 * @param local most that a command may take that touches only this machine; more than 0
 * @param transfer most that a command may take that talks to a remote repository; more than 0
 */
public record GitLimits(String binary, String sshCommand, Duration local, Duration transfer) {

    public static final GitLimits DEFAULT =
            new GitLimits(
                    "git",
                    "ssh -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15",
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10));

    public GitLimits {
        if (!local.isPositive() || !transfer.isPositive()) {
            throw new IllegalArgumentException(
                    "git's time limits must be more than 0, got %s and %s"
                            .formatted(local, transfer));
        }
    }
}
