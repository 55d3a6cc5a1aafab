package io.signalbox.cliworker;

import io.signalbox.messaging.config.Range;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Every setting of the CLI agent worker; keys begin with {@code signalbox.cli-worker}. */
@ConfigMapping(prefix = "signalbox.cli-worker")
public interface CliWorkerConfig {

    /**
     * Where runs, copies of repositories, kept workspaces and sessions are. Workers of one machine
     * may share it; sessions move between machines only where it is a shared volume.
     */
    @WithDefault("${user.home}/.signalbox/cli-worker")
    Path dataDirectory();

    /** How often agents are looked for again: installed, version, signed in; over 0. */
    @WithDefault("5m")
    @Range(least = "1s", most = "365d")
    Duration lookEvery();

    /** How often each agent's state is reported on the fleet topic. */
    @WithDefault("10s")
    @Range(least = "100ms", most = "10s")
    Duration heartbeat();

    /** How long the broker keeps an order for a slot that says nothing: 15 s to 60 s. */
    @WithDefault("30s")
    @Range(least = "15s", most = "60s")
    Duration lock();

    /** How often a slot says that its run goes on; at most a third of {@link #lock}. */
    @WithDefault("10s")
    @Range(least = "1s", most = "20s")
    Duration renewEvery();

    /**
     * The delivery at which an order is not run again but given to the next candidate, 2 to 9: at
     * the tenth the broker would drop it.
     */
    @WithDefault("5")
    @Range(least = "2", most = "9")
    int lastDelivery();

    /** Cancelled jobs remembered for orders that come late. */
    @WithDefault("100000")
    @Range(least = "1000", most = "100000000")
    int rememberedCancels();

    /** How long the broker may take for one question about an agent's queue. */
    @WithDefault("10s")
    @Range(least = "1s", most = "10m")
    Duration queueTimeout();

    /** Largest output of an agent, in bytes; one that prints more is ended. */
    @WithDefault("33554432")
    @Range(least = "1024", most = "1073741824")
    int maxOutputBytes();

    /** Of the end of what an agent logs, in bytes, as much is looked at and told. */
    @WithDefault("16384")
    @Range(least = "1", most = "1048576")
    int logTailBytes();

    /** Longest patch that is kept of a failed run, in characters. */
    @WithDefault("262144")
    @Range(least = "0", most = "4194304")
    int maxFailedPatchChars();

    /** How long a session that nobody goes on with is kept. */
    @WithDefault("30d")
    @Range(least = "1m", most = "3650d")
    Duration sessionsFor();

    /**
     * How long runs may take to end at shutdown; then they are ended and their orders given back.
     */
    @WithDefault("15s")
    @Range(least = "0s", most = "1h")
    Duration drain();
}
