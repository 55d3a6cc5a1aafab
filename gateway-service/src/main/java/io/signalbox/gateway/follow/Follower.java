package io.signalbox.gateway.follow;

import org.jspecify.annotations.Nullable;

/** One caller who follows: from before its stream is made until that is over. Thread-safe. */
final class Follower {

    private @Nullable FollowStream stream;
    private boolean left;

    /** From now on whoever leaves ends this stream; at once where it has left already. */
    synchronized void gets(FollowStream made) {
        stream = made;
        if (left) {
            made.leave();
        }
    }

    /** Its stream ends soon, without an end event. May be called again. */
    synchronized void leave() {
        left = true;
        if (stream != null) {
            stream.leave();
        }
    }
}
