package io.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Workspaces.Keep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker that was killed leaves, and who removes it. */
class SweepTest {

    @TempDir Path temporary;
    private Room room;
    private TestGit origin;

    @BeforeEach
    void makeRepository() {
        room = new Room(temporary);
        origin = TestGit.repository(room.root.resolve("r"), "a.txt", "one\n");
    }

    /** A worker of its own process: opens one workspace, and another that never is whole. */
    static final class Worker {

        private Worker() {}

        public static void main(String[] args) {
            Room room = new Room(Path.of(args[0]));
            Path runs = room.settings().runs();
            Room.ready(room.opener().open(Room.of(room.root.resolve("r")), runs.resolve("whole")));
            new WorkspaceOpener(room.settings(args[1]))
                    .open(
                            Room.of("git@host:" + room.root.resolve("r"), null),
                            runs.resolve("half"));
        }
    }

    @Test
    void whatAKilledWorkerLeftGoesWithTheNextSweepNotBefore() throws Exception {
        Path hanging = room.home.resolve("hanging");
        Process worker = start(hangingSsh(hanging));
        try {
            await(worker, hanging);
            OpenWorkspace alive = room.open(Room.of(origin.directory()));
            room.opener().sweep();
            assertThat(room.settings().runs().resolve("whole/workspace/a.txt"))
                    .as("of a living worker")
                    .exists();

            worker.destroyForcibly().waitFor();
            assertThat(room.settings().runs().resolve("half/workspace.lock")).exists();
            room.opener().sweep();

            assertThat(room.settings().runs().resolve("whole")).doesNotExist();
            assertThat(room.settings().runs().resolve("half")).doesNotExist();
            assertThat(alive.directory().resolve("a.txt")).exists();
            assertThat(alive.changes().files()).isEmpty();
        } finally {
            worker.destroyForcibly();
            endOf(hanging);
        }
    }

    private Process start(Path ssh) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        room.home.toString(),
                        ssh.toString())
                .redirectErrorStream(true)
                .redirectOutput(room.home.resolve("worker.log").toFile())
                .start();
    }

    /** Answers the first command, hangs in the second, the fetch, and leaves its process's id. */
    private Path hangingSsh(Path hanging) throws IOException {
        Path file = room.home.resolve("ssh.sh");
        Files.writeString(
                file,
                """
                #!/bin/sh
                for last; do :; done
                if mkdir '%s'; then exec sh -c "$last"; fi
                echo $$ > '%s.new'; mv '%s.new' '%s'
                exec sleep 600
                """
                        .formatted(room.home.resolve("first"), hanging, hanging, hanging));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private void await(Process worker, Path file) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!Files.exists(file) && worker.isAlive() && System.nanoTime() < end) {
            worker.waitFor(20, TimeUnit.MILLISECONDS);
        }
        assertThat(file).as("%s", Files.readString(room.home.resolve("worker.log"))).exists();
    }

    private static void endOf(Path hanging) throws IOException {
        if (Files.exists(hanging)) {
            long id = Long.parseLong(Files.readString(hanging).strip());
            ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void locksAndHalfPacksOfACopyHinderNobody() throws IOException {
        room.open(Room.of(origin.directory()));
        Path copy = only(room.settings().repositories()).resolve("git");
        for (String left : List.of("packed-refs.lock", "config.lock", "objects/pack/tmp_pack_x")) {
            Files.writeString(copy.resolve(left), "");
        }
        Path ref = Files.createDirectories(copy.resolve("refs/bases"));
        String second = origin.commit("second", "a.txt", "two\n");
        Files.writeString(ref.resolve(second + ".lock"), "");

        assertThat(room.open(Room.of(origin.directory())).baseCommit()).isEqualTo(second);
        assertThat(copy.resolve("objects/pack/tmp_pack_x")).doesNotExist();
    }

    @Test
    void aCopyThatWasHalfMadeIsMadeAnew() throws IOException {
        room.open(Room.of(origin.directory())).close(Keep.NEVER, false);
        Path copy = only(room.settings().repositories());
        Files.delete(copy.resolve("ready"));
        Files.delete(copy.resolve("git/HEAD"));

        assertThat(room.open(Room.of(origin.directory())).directory().resolve("a.txt")).exists();
    }

    @Test
    void aSessionThatNeverWasWholeIsMadeAnew() throws IOException {
        Path at = room.settings().sessions().resolve("s");
        OpenWorkspace first =
                Room.ready(room.opener().openSession(Room.of(origin.directory()), at));
        first.close(Keep.NEVER, false);
        room.opener().sweep();
        assertThat(first.directory()).as("a whole one stays").exists();

        Files.delete(at.resolve("opened"));
        Files.writeString(first.directory().resolve("half"), "x");
        room.opener().sweep();

        assertThat(at).doesNotExist();
        assertThat(
                        Room.ready(room.opener().openSession(Room.of(origin.directory()), at))
                                .directory())
                .isDirectoryNotContaining("glob:**/half");
    }

    @Test
    void aCopyThatNobodyUsesGoesAfterItsTime() throws IOException {
        OpenWorkspace used = room.open(Room.of(origin.directory()));
        OpenWorkspace kept = room.open(Room.of(origin.directory()));
        Path copy = only(room.settings().repositories());
        Files.setLastModifiedTime(copy.resolve("users"), FileTime.from(room.now));
        room.now = room.now.plus(Duration.ofDays(13));
        Path place = kept.close(Keep.ALWAYS, false).orElseThrow();
        room.now = room.now.plus(Duration.ofDays(2));

        room.opener().sweep();
        assertThat(copy).as("in use").exists();
        used.close(Keep.NEVER, false);
        Files.setLastModifiedTime(copy.resolve("users"), FileTime.from(room.now));
        room.now = room.now.plus(Duration.ofDays(10));
        room.opener().sweep();
        assertThat(copy).as("a kept workspace borrows from it").exists();
        room.now = room.now.plus(Duration.ofDays(5));
        room.opener().sweep();

        assertThat(place).doesNotExist();
        assertThat(copy).doesNotExist();
    }

    private static Path only(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isDirectory).reduce((one, other) -> one).orElseThrow();
        }
    }
}
