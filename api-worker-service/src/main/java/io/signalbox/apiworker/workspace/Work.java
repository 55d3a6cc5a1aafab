package io.signalbox.apiworker.workspace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer came to in its workspace, as the job's result tells it.
 *
 * @param filesModified the paths that the patch touches
 * @param patch null where the answer is no diff
 * @param notes for the caller, in words
 */
public record Work(List<String> filesModified, @Nullable String patch, List<String> notes) {

    /** Of a job without a workspace. */
    public static final Work NONE = new Work(List.of(), null, List.of());

    public Work {
        filesModified = List.copyOf(filesModified);
        notes = List.copyOf(notes);
    }

    /** Never what the files hold. */
    @Override
    public String toString() {
        return "Work[" + filesModified.size() + " files]";
    }
}
