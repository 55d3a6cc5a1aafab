package io.signalbox.apiworker.call;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A model that a local server has in memory and that answers chats, as far as the server says.
 *
 * @param id as the server's list has it
 * @param stays false: the server takes it out of memory once nobody has asked it for a while, so
 *     whoever asks it keeps it there
 * @param until when it is taken out if nobody asks it; null where the server does not say
 */
public record LoadedModel(String id, boolean stays, @Nullable Instant until) {}
