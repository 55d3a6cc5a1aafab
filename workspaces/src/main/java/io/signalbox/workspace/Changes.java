package io.signalbox.workspace;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run left of its workspace against the commit that it began from.
 *
 * @param files by path; what {@code .gitignore} names is no change
 * @param patch all of it for {@code git apply} on that commit, binary files included; null where
 *     nothing changed and where it is left out, as a note then says
 * @param notes what the caller should know of it, in words
 */
public record Changes(List<FileChange> files, @Nullable String patch, List<String> notes) {

    public Changes {
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }

    /** Every path that is not as it was: of a renamed file both. Sorted, each once. */
    public List<String> filesModified() {
        return files.stream()
                .flatMap(change ->
                        change.before() == null
                                ? Stream.of(change.path())
                                : Stream.of(change.before(), change.path()))
                .distinct()
                .sorted()
                .toList();
    }

    /** Never the files' content. */
    @Override
    public String toString() {
        return "Changes[%d files, patch of %d characters, notes=%s]"
                .formatted(files.size(), patch == null ? 0 : patch.length(), notes);
    }
}
