package io.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Lays a stranger's patch over a workspace's files, all of it or nothing. Git itself lets no path
 * of it out of the workspace, through a link or into {@code .git} (git-apply(1), without {@code
 * --unsafe-paths}).
 */
final class PatchInput {

    /** Git's form; GNU diff's names are the paths themselves. */
    private static final Pattern PREFIXED =
            Pattern.compile("^(?:diff --git a/|--- a/|\\+\\+\\+ b/)", Pattern.MULTILINE);

    private final BaseRepository repository;
    private final Path file;

    /**
     * @param file where the patch may be written for git to read; removed afterwards
     */
    PatchInput(BaseRepository repository, Path file) {
        this.repository = repository;
        this.file = file;
    }

    /**
     * @throws Refusal where git does not run
     */
    Applied apply(String patch) throws IOException {
        String strip = PREFIXED.matcher(patch).find() ? "-p1" : "-p0";
        try {
            Files.writeString(file, patch);
            GitResult applied =
                    repository
                            .command()
                            .reading(file)
                            .run("apply", "--whitespace=nowarn", strip, "-");
            return applied.isGood() ? new Applied.Whole() : new Applied.Not(applied.complaint());
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
