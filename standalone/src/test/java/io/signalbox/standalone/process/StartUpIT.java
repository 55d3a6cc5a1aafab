package io.signalbox.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.standalone.harness.StandaloneProcess;
import io.signalbox.standalone.harness.StandaloneProcess.Exit;
import io.signalbox.testsupport.DirectoryLock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be is said in one line with what to do, exit code 2; a stop leaves nothing. */
class StartUpIT {

    private static final int CANNOT = 2;

    @TempDir private Path directory;

    @Test
    void aTakenHttpPort() throws IOException {
        try (ServerSocket taken = taken()) {
            assertRefused(
                    up("--port", Integer.toString(taken.getLocalPort()), "--kafka-port", "0"),
                    "port " + taken.getLocalPort(),
                    "choose another port");
        }
    }

    @Test
    void aTakenKafkaPort() throws IOException {
        try (ServerSocket taken = taken()) {
            assertRefused(
                    up("--port", "0", "--kafka-port", Integer.toString(taken.getLocalPort())),
                    "port " + taken.getLocalPort(),
                    "choose another port");
        }
    }

    @Test
    void aDataDirectoryInUse() {
        try (DirectoryLock _ = DirectoryLock.acquire(directory.resolve("data"))) {
            assertRefused(
                    up("--port", "0", "--kafka-port", "0"),
                    directory.resolve("data").toString(),
                    "in use",
                    "choose another directory");
        }
    }

    @Test
    void anUnknownOption() {
        assertRefused(up("--prot", "8080"), "--prot", "--help");
    }

    @Test
    void aCatalogWithMistakesNamesThemAllWithTheirLines() throws IOException {
        // Given
        Path catalog =
                Files.writeString(
                        directory.resolve("signalbox.yaml"),
                        """
                        version: 1
                        offlin: true
                        providers:
                          mine:
                            dialect: klingon
                            base_url: http://127.0.0.1:1/v1
                            priority: first
                            timeouts: {connect: soon}
                        chains: {production: [mine, nobody]}
                        """);

        // When
        Exit exit = up("--port", "0", "--kafka-port", "0", "--catalog", catalog.toString());

        // Then
        assertThat(exit.code()).isEqualTo(CANNOT);
        assertThat(exit.lines().getFirst()).contains("the catalog has 5 problems");
        assertThat(exit.lines()).hasSize(6);
        assertThat(String.join("\n", exit.lines()))
                .contains("signalbox.yaml:2", "offlin", "offline")
                .contains("signalbox.yaml:5", "klingon")
                .contains("signalbox.yaml:7", "first")
                .contains("signalbox.yaml:8", "soon")
                .contains("signalbox.yaml:9", "nobody");
    }

    @Test
    void aCatalogThatIsNotThere() {
        // When
        Path none = directory.resolve("none.yaml");
        Exit exit = up("--port", "0", "--kafka-port", "0", "--catalog", none.toString());

        // Then
        assertThat(exit.code()).isEqualTo(CANNOT);
        assertThat(exit.lines()).hasSize(2);
        assertThat(exit.lines().getLast()).contains(none + ": there is no such file");
    }

    @Test
    void afterTermItEndsWith0AndNothingIsLeftRunning() throws IOException {
        // Given
        Path catalog =
                Files.writeString(
                        directory.resolve("signalbox.yaml"), "version: 1\noffline: true\n");
        try (StandaloneProcess process =
                StandaloneProcess.ready(directory.resolve("data"), catalog)) {
            List<ProcessHandle> family = process.family();
            assertThat(family).as("itself, Postgres").hasSizeGreaterThan(1);

            // When
            process.terminate();
            Exit exit = process.awaitExit();

            // Then
            assertThat(exit.code()).isZero();
            assertThat(exit.lines().getLast()).isEqualTo("ready");
            family.forEach(member -> member.onExit().orTimeout(5, TimeUnit.SECONDS).join());
            assertThat(family).noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void aStopWhileItStartsIsASuccessToo() {
        // Given a start that has got as far as its children
        try (StandaloneProcess process = launch("--port", "0", "--kafka-port", "0")) {
            List<ProcessHandle> family = process.familyWith("postgres");

            // When
            process.terminate();
            Exit exit = process.awaitExit();

            // Then
            assertThat(exit.code()).as(String.join("\n", exit.lines())).isZero();
            family.forEach(member -> member.onExit().orTimeout(5, TimeUnit.SECONDS).join());
            assertThat(family).noneMatch(ProcessHandle::isAlive);
        }
    }

    private StandaloneProcess launch(String... options) {
        String[] all = new String[options.length + 2];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = "--data";
        all[options.length + 1] = directory.resolve("data").toString();
        return StandaloneProcess.launch(all);
    }

    /** Starts what cannot start. */
    private Exit up(String... options) {
        try (StandaloneProcess process = launch(options)) {
            return process.awaitExit();
        }
    }

    private static void assertRefused(Exit exit, String... told) {
        assertThat(exit.code()).as(String.join("\n", exit.lines())).isEqualTo(CANNOT);
        assertThat(exit.lines()).hasSize(1);
        assertThat(exit.lines().getFirst()).startsWith("signalbox: ").contains(told);
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
