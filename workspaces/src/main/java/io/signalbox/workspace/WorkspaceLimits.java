package io.signalbox.workspace;

import io.signalbox.catalog.DataSize;
import java.time.Duration;

/**
 * Bounds that the catalog does not name; its {@code max_size} bounds the bytes of a workspace.
 *
 * @param maxFiles most files and directories in one workspace; default 500,000
 * @param maxPatch a longer patch is left out of the result; default 1 MiB
 * @param maxContext most that all context files of a job hold together; default 512 KiB
 * @param keptAtMost how many finished workspaces stay, the newest; default 20
 * @param keptFor how long one of them stays; default 14 days
 * @param cachedFor how long a copy of a repository stays that no workspace uses; default 14 days
 */
public record WorkspaceLimits(
        int maxFiles,
        DataSize maxPatch,
        DataSize maxContext,
        int keptAtMost,
        Duration keptFor,
        Duration cachedFor) {

    public static final WorkspaceLimits DEFAULT =
            new WorkspaceLimits(
                    500_000,
                    DataSize.parse("1MiB"),
                    DataSize.parse("512KiB"),
                    20,
                    Duration.ofDays(14),
                    Duration.ofDays(14));

    public WorkspaceLimits {
        if (maxFiles < 1 || keptAtMost < 0) {
            throw new IllegalArgumentException(
                    "maxFiles is 1 or more, keptAtMost 0 or more; got %d and %d"
                            .formatted(maxFiles, keptAtMost));
        }
    }
}
