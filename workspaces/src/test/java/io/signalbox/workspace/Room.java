package io.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.DataSize;
import io.signalbox.catalog.Workspaces;
import io.signalbox.contracts.job.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A worker's data directory and an allowed root, under a test's own directory. */
final class Room {

    private static final AtomicInteger RUNS = new AtomicInteger();

    static final Duration LONG = Duration.ofMinutes(5);

    final Path home;
    final Path root;
    final Path data;
    Instant now = Instant.parse("2026-11-21T12:00:00Z");
    DataSize maxSize = DataSize.parse("50MiB");
    List<Path> roots;
    WorkspaceLimits limits =
            new WorkspaceLimits(
                    2_000,
                    DataSize.parse("1MiB"),
                    DataSize.parse("64KiB"),
                    20,
                    Duration.ofDays(14),
                    Duration.ofDays(14));

    Room(Path home) {
        try {
            this.home = home.toRealPath();
            this.root = Files.createDirectories(this.home.resolve("root"));
            this.data = this.home.resolve("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.roots = List.of(root);
    }

    WorkspaceSettings settings() {
        return settings("ssh");
    }

    WorkspaceSettings settings(String sshCommand) {
        return new WorkspaceSettings(
                () -> new Workspaces(roots, Workspaces.Keep.ON_FAILURE, maxSize),
                data,
                new GitLimits("git", sshCommand, LONG, LONG),
                limits,
                () -> now);
    }

    WorkspaceOpener opener() {
        return new WorkspaceOpener(settings());
    }

    Path run() {
        return settings().runs().resolve("run-" + RUNS.incrementAndGet());
    }

    static Workspace of(Path repository) {
        return of(repository.toString(), null);
    }

    static Workspace of(String repository, @Nullable String ref) {
        return new Workspace(repository, ref, List.of(), null);
    }

    OpenWorkspace open(@Nullable Workspace asked) {
        return ready(opener().open(asked, run()));
    }

    static OpenWorkspace ready(Opened opened) {
        assertThat(opened).isInstanceOf(Opened.Ready.class);
        return ((Opened.Ready) opened).workspace();
    }

    /** Why it was refused, without this test's directory. */
    String refusal(@Nullable Workspace asked) {
        Path at = run();
        Opened opened = opener().open(asked, at);
        assertThat(opened).isInstanceOf(Opened.Refused.class);
        assertThat(at).as("a refused workspace leaves nothing").isEmptyDirectory();
        return ((Opened.Refused) opened).reason().replace(home.toString(), "~");
    }
}
