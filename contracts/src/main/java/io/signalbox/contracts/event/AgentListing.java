package io.signalbox.contracts.event;

import org.jspecify.annotations.Nullable;

/**
 * What a worker found of an agent on its machine.
 *
 * @param command the file that is run; null where none was found
 * @param version as the agent tells it; null where it was not found or does not tell
 * @param slots how many runs of it this worker does at once
 * @param running how many it does now
 */
public record AgentListing(
        @Nullable String command, @Nullable String version, int slots, int running) {}
