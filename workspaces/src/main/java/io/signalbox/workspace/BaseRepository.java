package io.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The worker's own git directory of one workspace, beside it: the commit that it began from and the
 * index of that moment. What the agent does to {@code .git} in the workspace does not reach it.
 */
final class BaseRepository {

    private static final String MESSAGE = "The directory as it was copied";

    private static final int MOST_LISTING = 1 << 29;

    private static final String AGENT =
            """
            [user]
            	name = Signalbox agent
            	email = agent@localhost
            """;

    private final Git git;
    private final Path directory;
    private final Path workspace;

    BaseRepository(Git git, Path directory, Path workspace) {
        this.git = git;
        this.directory = directory;
        this.workspace = workspace;
    }

    Path directory() {
        return directory;
    }

    /** A command in it, with the workspace's files. */
    GitCommand command() {
        return git.in(directory).on(workspace);
    }

    /**
     * Puts a commit's files into the workspace, which is empty.
     *
     * @throws Refusal INVALID_REQUEST where they are more than fits, before one is written
     */
    void checkOut(RepositoryCache.Cached from, Trees.Count count) throws IOException {
        GitDirectory.create(directory, false, from.commit(), "");
        GitDirectory.borrow(directory, from.gitDirectory().resolve("objects"));
        GitDirectory.copyShallow(from.gitDirectory(), directory);
        measure(from.commit(), count);
        command().text("read-tree", "-u", "--reset", from.commit());
    }

    /** {@code <mode> blob <id> <size>\t<path>}, NUL between them. */
    private void measure(String commit, Trees.Count count) {
        GitResult listed =
                git.in(directory).atMost(MOST_LISTING).run("ls-tree", "-r", "-l", "-z", commit);
        for (String line : listed.orRefuse("git ls-tree").fields()) {
            String[] parts = line.substring(0, Math.max(0, line.indexOf('\t'))).split(" +", 4);
            boolean isFile = parts.length == 4 && !parts[3].equals("-");
            if (!count.add(isFile ? Long.parseLong(parts[3]) : 0)) {
                throw count.refusal("the repository's commit");
            }
        }
    }

    /** Makes a commit of what is in the workspace; its id. */
    String commitAll(Identity identity) throws IOException {
        GitDirectory.create(directory, false, GitDirectory.branch("base"), "");
        command().text("add", "--all");
        String tree = git.in(directory).text("write-tree");
        String commit = identity.sign(git.in(directory)).text("commit-tree", tree, "-m", MESSAGE);
        Files.writeString(directory.resolve("HEAD"), commit + "\n");
        return commit;
    }

    /**
     * Gives the agent a repository of its own: its commits, stashes and settings are nobody else's
     * and go with the workspace.
     *
     * @param branch what it finds checked out
     */
    void giveAgentItsOwn(String commit, String branch) throws IOException {
        Path own = workspace.resolve(".git");
        GitDirectory.create(own, false, GitDirectory.branch(branch), AGENT);
        // Seen from its objects, so that both can be moved together.
        Path name = directory.getFileName();
        GitDirectory.borrow(own, Path.of("..", "..", "..", name.toString(), "objects"));
        GitDirectory.copyShallow(directory, own);
        Path ref = own.resolve("refs").resolve("heads").resolve(branch);
        Files.createDirectories(ref.getParent());
        Files.writeString(ref, commit + "\n");
        Path index = directory.resolve("index");
        if (Files.exists(index)) {
            GitDirectory.copyIndex(index, own.resolve("index"));
        }
    }
}
