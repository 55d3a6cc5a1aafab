package io.signalbox.messaging.topics;

import io.signalbox.contracts.wire.Topic;
import java.util.EnumSet;
import java.util.Set;

/**
 * Topics that a part of this process reads or writes, as a bean of that part; the process does not
 * begin before they are all there.
 */
public record TopicsUsed(Set<Topic> topics) {

    public TopicsUsed {
        topics = Set.copyOf(topics);
    }

    public static TopicsUsed of(Topic first, Topic... more) {
        return new TopicsUsed(EnumSet.of(first, more));
    }
}
