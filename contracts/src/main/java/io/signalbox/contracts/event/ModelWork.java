package io.signalbox.contracts.event;

import io.signalbox.contracts.wire.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One pull, load or unload of a model at a local server.
 *
 * @param id of the command that asked for it
 * @param model the server's own id
 * @param action {@code pull}, {@code load} or {@code unload}
 * @param status {@code running}, {@code done} or {@code failed}
 * @param detail what the server says it does, or why it failed; null where it says nothing
 * @param completedBytes of the part that is being pulled; null where nothing is counted
 * @param totalBytes of the part that is being pulled; null where nothing is counted
 * @param at when that was so
 */
public record ModelWork(
        String id,
        String model,
        String action,
        String status,
        @Nullable String detail,
        @Nullable Long completedBytes,
        @Nullable Long totalBytes,
        Instant at) {

    public static final String RUNNING = "running";
    public static final String DONE = "done";
    public static final String FAILED = "failed";

    public ModelWork {
        Required.field("id", id);
        Required.field("model", model);
        Required.field("action", action);
        Required.field("status", status);
        Required.field("at", at);
    }
}
