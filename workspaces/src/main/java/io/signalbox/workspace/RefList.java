package io.signalbox.workspace;

import io.signalbox.contracts.attempt.ErrorClass;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The branches and tags of a repository at one moment, read as any stranger would. */
final class RefList {

    private static final String BRANCH = "refs/heads/";
    private static final String TAG = "refs/tags/";
    private static final String SYMBOLIC = "ref: ";
    private static final Pattern WHOLE_ID = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern PART_OF_ID = Pattern.compile("[0-9a-f]{4,39}");

    private final Map<String, String> commits = new HashMap<>();
    private @Nullable String headBranch;

    private RefList(String listing) {
        for (String line : listing.split("\n", -1)) {
            String[] parts = line.split("\t", 2);
            if (parts.length == 2) {
                take(parts[0], parts[1]);
            }
        }
    }

    private void take(String value, String name) {
        if (!value.startsWith(SYMBOLIC) && !WHOLE_ID.matcher(value).matches()) {
            throw Refusal.invalid(
                    "the repository's ids are SHA-256; only repositories with SHA-1 are taken");
        }
        if (!value.startsWith(SYMBOLIC)) {
            commits.put(name, value);
        } else if (name.equals("HEAD") && value.startsWith(SYMBOLIC + BRANCH)) {
            headBranch = value.substring((SYMBOLIC + BRANCH).length());
        }
    }

    /**
     * @throws Refusal where the repository cannot be read
     */
    static RefList of(Git git, Source.Repository repository) {
        GitResult listed =
                git.anywhere()
                        .over(repository.protocols())
                        .run(
                                "ls-remote",
                                "--symref",
                                "--upload-pack=" + RepositoryCache.uploadPack(repository),
                                "--",
                                repository.address());
        if (!listed.isGood()) {
            throw unreadable(repository, listed);
        }
        return new RefList(listed.text());
    }

    private static Refusal unreadable(Source.Repository repository, GitResult listed) {
        return switch (repository) {
            case Source.Local local ->
                    Refusal.invalid(
                            "'%s' is no repository that git can read: %s",
                            local.workTree(), listed.complaint());
            case Source.Remote remote ->
                    Refusal.of(
                            ErrorClass.UNAVAILABLE,
                            "'%s' cannot be read: %s",
                            remote.address(),
                            listed.complaint());
        };
    }

    boolean hasBranch(String name) {
        return commits.containsKey(BRANCH + name);
    }

    Optional<String> head() {
        return Optional.ofNullable(commits.get("HEAD"));
    }

    /**
     * What a job begins from. A branch goes before a tag of the same name, both before a commit.
     *
     * @throws Refusal INVALID_REQUEST where there is no such thing
     */
    Start start(@Nullable String ref) {
        if (ref == null) {
            return new Start.Commit(head().orElseThrow(this::noHead), headBranch);
        }
        String name = ref.startsWith(BRANCH) ? ref.substring(BRANCH.length()) : ref;
        String branch = commits.get(BRANCH + name);
        if (branch != null) {
            return new Start.Commit(branch, name);
        }
        String tag = tag(ref.startsWith(TAG) ? ref.substring(TAG.length()) : ref);
        if (tag != null) {
            return new Start.Commit(tag, null);
        }
        if (ref.equals("HEAD")) {
            return start(null);
        }
        if (WHOLE_ID.matcher(ref).matches()) {
            return new Start.Commit(ref, null);
        }
        if (PART_OF_ID.matcher(ref).matches()) {
            return new Start.Shortened(ref);
        }
        throw Refusal.invalid(
                "workspace.ref '%s' is no branch, tag or commit of the repository", ref);
    }

    /** The commit of a tag that is an object itself stands behind {@code ^{}}. */
    private @Nullable String tag(String name) {
        String peeled = commits.get(TAG + name + "^{}");
        return peeled == null ? commits.get(TAG + name) : peeled;
    }

    private Refusal noHead() {
        return commits.isEmpty()
                ? Refusal.invalid("the repository has no commit yet; make one")
                : Refusal.invalid("the repository's HEAD has no commit; name workspace.ref");
    }

    /** Where a workspace begins. */
    sealed interface Start {

        /**
         * @param branch the branch that it was found by; null where it was not by a branch
         */
        record Commit(String id, @Nullable String branch) implements Start {}

        /** The first digits of a commit's id: which one, only the repository's content tells. */
        record Shortened(String digits) implements Start {}
    }
}
