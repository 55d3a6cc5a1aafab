package io.signalbox.workspace;

import io.signalbox.catalog.Workspaces;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * @param catalog asked each time: the catalog may be read anew
 * @param dataDirectory the worker's; absolute. Several workers may share it
 * @param clock for what is kept and for commits
 */
public record WorkspaceSettings(
        Supplier<Workspaces> catalog,
        Path dataDirectory,
        GitLimits git,
        WorkspaceLimits limits,
        InstantSource clock) {

    public WorkspaceSettings {
        if (!dataDirectory.isAbsolute()) {
            throw new IllegalArgumentException(
                    "dataDirectory must be absolute, got " + dataDirectory);
        }
    }

    /** Where runs have their directories, one level below: those of dead workers are swept. */
    public Path runs() {
        return dataDirectory.resolve("runs");
    }

    /** Where sessions have theirs, one level below. */
    public Path sessions() {
        return dataDirectory.resolve("sessions");
    }

    Path kept() {
        return dataDirectory.resolve("kept");
    }

    Path repositories() {
        return dataDirectory.resolve("repositories");
    }

    Path gitHome() {
        return dataDirectory.resolve("git");
    }
}
