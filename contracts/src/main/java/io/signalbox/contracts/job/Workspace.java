package io.signalbox.contracts.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a coding task works.
 *
 * @param repository a git repository by path or URL; a plain directory is copied
 * @param ref branch, tag or commit to begin from; null is the repository's HEAD
 * @param contextFiles paths inside the workspace that the task is about
 * @param branch the branch to leave the result on; null leaves only a patch
 */
public record Workspace(
        String repository,
        @Nullable String ref,
        List<String> contextFiles,
        @Nullable String branch) {

    public Workspace(
            @Nullable String repository,
            @Nullable String ref,
            @Nullable List<String> contextFiles,
            @Nullable String branch) {
        this.repository = repository == null ? "" : repository;
        this.ref = ref;
        this.contextFiles = contextFiles == null ? List.of() : List.copyOf(contextFiles);
        this.branch = branch;
    }
}
