package io.signalbox.messaging.topics;

import io.signalbox.messaging.config.Range;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** What a process does about its topics at start; keys begin with {@code signalbox.topics}. */
@ConfigMapping(prefix = "signalbox.topics")
public interface TopicsConfig {

    /** Whether missing topics are created; those that exist are never changed. */
    @WithDefault("false")
    boolean create();

    /** Copies of each partition of a topic that is created, 1 or more; default is the broker's. */
    @Range(least = "1", most = "100")
    OptionalInt replicationFactor();

    /** How long until topics that are not right are looked at again. */
    @WithDefault("3s")
    @Range(least = "10ms", most = "1h")
    Duration checkEvery();

    /** How long the broker may take to answer one look. */
    @WithDefault("10s")
    @Range(least = "100ms", most = "10m")
    Duration lookTimeout();
}
