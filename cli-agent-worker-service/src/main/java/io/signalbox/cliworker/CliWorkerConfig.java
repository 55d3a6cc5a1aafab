package io.signalbox.cliworker;

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
    Duration lookEvery();

    /** How often each agent's state is reported on the fleet topic. */
    @WithDefault("10s")
    Duration heartbeat();

    /** How long the broker keeps an order for a slot that says nothing: 15 s to 60 s. */
    @WithDefault("30s")
    Duration lock();

    /** How often a slot says that its run goes on; at most a third of {@link #lock}. */
    @WithDefault("10s")
    Duration renewEvery();

    /**
     * The delivery at which an order is not run again but given to the next candidate, 2 to 9: at
     * the tenth the broker would drop it.
     */
    @WithDefault("5")
    int lastDelivery();

    /** Cancelled jobs remembered for orders that come late. */
    @WithDefault("100000")
    int rememberedCancels();

    /** How long the broker may take for one question about an agent's queue. */
    @WithDefault("10s")
    Duration queueTimeout();

    /** Largest output of an agent, in bytes; one that prints more is ended. */
    @WithDefault("33554432")
    int maxOutputBytes();

    /** Of the end of what an agent logs, in bytes, as much is looked at and told. */
    @WithDefault("16384")
    int logTailBytes();

    /** Longest patch that is kept of a failed run, in characters. */
    @WithDefault("262144")
    int maxFailedPatchChars();

    /** How long a session that nobody goes on with is kept. */
    @WithDefault("30d")
    Duration sessionsFor();

    /**
     * How long runs may take to end at shutdown; then they are ended and their orders given back.
     */
    @WithDefault("15s")
    Duration drain();
}
