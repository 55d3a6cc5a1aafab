package io.signalbox.cliworker.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Bubblewrap around an agent: it reads the whole machine but writes only where it is told to, has a
 * /tmp of its own, and sees none but its own processes, which end with it. The network stays.
 *
 * @param bwrap the program, absolute
 */
public record Sandbox(Path bwrap) {

    private static final List<String> WALLS =
            List.of(
                    "--unshare-pid",
                    "--unshare-ipc",
                    "--unshare-uts",
                    "--die-with-parent",
                    // Else it could type into the terminal that the worker was started from.
                    "--new-session",
                    "--ro-bind",
                    "/",
                    "/",
                    "--dev",
                    "/dev",
                    "--proc",
                    "/proc",
                    "--tmpfs",
                    "/tmp");

    /**
     * The same command behind walls. A SIGTERM ends it and all that it started at once.
     *
     * @param argv a program that does not lie under /tmp, unless there is what it may write to
     * @param directory where it works
     * @param writable what it may write to, each absolute and existing: the workspace, its HOME,
     *     and with a Git worktree the repository's {@code .git} too
     */
    public List<String> wrap(List<String> argv, Path directory, Collection<Path> writable) {
        List<String> wrapped = new ArrayList<>();
        wrapped.add(bwrap.toString());
        wrapped.addAll(WALLS);
        for (Path path : writable) {
            wrapped.addAll(List.of("--bind", path.toString(), path.toString()));
        }
        wrapped.addAll(List.of("--chdir", directory.toString(), "--"));
        wrapped.addAll(argv);
        return wrapped;
    }
}
