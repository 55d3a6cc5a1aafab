package io.signalbox.workspace;

import java.time.InstantSource;

/** Who commits what a run changed, and when. */
final class Identity {

    private final InstantSource clock;

    Identity(InstantSource clock) {
        this.clock = clock;
    }

    GitCommand sign(GitCommand command) {
        String now = clock.instant().getEpochSecond() + " +0000";
        return command.with("GIT_AUTHOR_NAME", "Signalbox")
                .with("GIT_AUTHOR_EMAIL", "signalbox@localhost")
                .with("GIT_AUTHOR_DATE", now)
                .with("GIT_COMMITTER_NAME", "Signalbox")
                .with("GIT_COMMITTER_EMAIL", "signalbox@localhost")
                .with("GIT_COMMITTER_DATE", now);
    }
}
