package io.signalbox.workspace;

import org.jspecify.annotations.Nullable;

/**
 * What became of one file.
 *
 * @param path inside the workspace; of a file that is gone, where it was
 * @param before where a renamed file was; null for others
 */
public record FileChange(Kind kind, String path, @Nullable String before) {

    /** A change of its mode, or from a file to a link, is a modification. */
    public enum Kind {
        CREATED,
        MODIFIED,
        DELETED,
        RENAMED
    }
}
