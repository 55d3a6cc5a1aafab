package io.signalbox.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.standalone.harness.BesideOthers;
import io.signalbox.standalone.harness.ErrorTable;
import io.signalbox.standalone.harness.ErrorTable.Row;
import io.signalbox.standalone.harness.EventStream;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.StandaloneProcess;
import io.signalbox.standalone.harness.StandaloneProcess.Exit;
import io.signalbox.standalone.harness.TestCatalog;
import io.signalbox.testsupport.DirectoryLock;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What cannot be is said with what to do, exit code 2, as docs/errors.md has it; a stop leaves
 * nothing.
 */
@BesideOthers
class StartUpIT {

    private static final int CANNOT = 2;

    private static final String MISTAKES =
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
            """;

    private static final String KEYS =
            "version: 1\nkeys: [{id: k1, tenant: t, hash: \"sha256:%s\"}]\n"
                    .formatted("0".repeat(64));

    @TempDir private Path directory;

    static Stream<Row> refusals() {
        return ErrorTable.below("Command line: `./signalbox up`").stream();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatCannotBeIsRefusedAsTheTableSays(Row row) throws IOException {
        // When
        Exit exit =
                switch (row.what()) {
                    case "HTTP port taken" -> withATakenPort("--kafka-port", "0", "--port");
                    case "Kafka port taken" -> withATakenPort("--port", "0", "--kafka-port");
                    case "data directory in use" -> withATakenDirectory();
                    case "unknown option" -> up("--prot", "8080");
                    case "port that is no number" -> up("--port", "abc");
                    case "catalog that is not there" -> withCatalog(directory.resolve("none.yaml"));
                    case "catalog with five mistakes" -> withCatalog("signalbox.yaml", MISTAKES);
                    case "catalog with callers' keys" -> withCatalog("keys.yaml", KEYS);
                    case "settings out of range" ->
                            withSettings(
                                    Map.of(
                                            "SIGNALBOX_GATEWAY_KEEP_ALIVE", "PT-5S",
                                            "SIGNALBOX_ROUTER_MOVER_BATCH", "0",
                                            "SIGNALBOX_API_WORKER_CONCURRENCY", "0"));
                    case "no JDK 25" -> withAnOldJdk();
                    default -> throw new AssertionError("nothing here tests the row " + row);
                };

        // Then
        assertThat(exit.code()).isEqualTo(Integer.parseInt(row.cells().get(1))).isEqualTo(CANNOT);
        assertThat(String.join("\n", exit.lines())).matches(row.message(2));
    }

    private Exit withATakenPort(String... options) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return up(with(options, Integer.toString(taken.getLocalPort())));
        }
    }

    private Exit withATakenDirectory() {
        try (DirectoryLock _ = DirectoryLock.acquire(directory.resolve("data"))) {
            return up("--port", "0", "--kafka-port", "0");
        }
    }

    private Exit withCatalog(String name, String yaml) throws IOException {
        return withCatalog(Files.writeString(directory.resolve(name), yaml));
    }

    private Exit withCatalog(Path catalog) {
        return up("--port", "0", "--kafka-port", "0", "--catalog", catalog.toString());
    }

    /** The log is not set up by then, which it may say before. */
    private Exit withSettings(Map<String, String> environment) {
        try (StandaloneProcess process =
                StandaloneProcess.launch(
                        environment, onFreePorts("--data", directory.resolve("data").toString()))) {
            Exit exit = process.awaitExit();
            return new Exit(
                    exit.code(),
                    exit.lines().stream()
                            .dropWhile(line -> !line.startsWith("signalbox:"))
                            .toList());
        }
    }

    private static String[] onFreePorts(String... options) {
        return with(new String[] {"--port", "0", "--kafka-port", "0"}, options);
    }

    /** The script itself, where all there is to be found is an old JDK. */
    private Exit withAnOldJdk() throws IOException {
        Path bin = Files.createDirectories(directory.resolve("jdk-21/bin"));
        Path javac = Files.writeString(bin.resolve("javac"), "#!/bin/sh\necho javac 21.0.9\n");
        Files.setPosixFilePermissions(javac, PosixFilePermissions.fromString("rwx------"));
        Path tools = Files.createDirectory(directory.resolve("tools"));
        for (String tool : List.of("dirname", "readlink", "sed")) {
            Files.createSymbolicLink(tools.resolve(tool), tool(tool));
        }
        return StandaloneProcess.script(
                        Map.of(
                                "HOME", directory.toString(),
                                "JAVA_HOME", directory.resolve("jdk-21").toString(),
                                "SIGNALBOX_JDKS", directory.toString(),
                                "PATH", tools.toString()),
                        "up")
                .awaitExit();
    }

    private static Path tool(String name) {
        return Stream.of("/usr/bin", "/bin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void afterTermCallersAreSentOffItEndsWith0AndNothingIsLeftRunning() throws IOException {
        // Given callers who wait for answers that take longer than they are let wait
        try (ProviderSimulator simulator = ProviderSimulator.start();
                StandaloneProcess process =
                        StandaloneProcess.ready(
                                directory.resolve("data"),
                                TestCatalog.write(directory, simulator),
                                Map.of("SIGNALBOX_GATEWAY_CANCEL_ON_HANG_UP", "false"))) {
            SimulatedProvider first =
                    simulator.script(
                            "first", Script.builder().tokens(200).tokensPerSecond(20).build());
            List<ProcessHandle> family = process.family();
            assertThat(family).as("itself, Postgres").hasSizeGreaterThan(1);
            HttpCaller http = new HttpCaller(process.apiUrl());
            hangUp(http);
            EventStream stream =
                    http.stream(
                            "/chat/completions", Requests.stream("first/small", "go").toString());
            EventStream follower = http.follow(stream.header("x-signalbox-job"));
            assertThat(follower.next().orElseThrow().name()).isEqualTo("accepted");
            CompletableFuture<Answer> plain =
                    CompletableFuture.supplyAsync(() ->
                            http.post(
                                    "/chat/completions",
                                    Requests.chat("first/small", "go").toString()));
            CompletableFuture<Answer> waiting =
                    CompletableFuture.supplyAsync(() ->
                            http.post(
                                    "/jobs?wait=1m", Requests.job("first/small", "go").toString()));
            Eventually.get(Duration.ofSeconds(60), first::counts, counts -> counts.calls() == 4);

            // When
            process.terminate();

            // Then each is told where the answer will be
            assertThat(stream.rest().getLast().data().at("/error/message").asText())
                    .contains("GET /v1/jobs/" + stream.header("x-signalbox-job"));
            assertThat(plain.join().status()).isEqualTo(503);
            assertThat(plain.join().error().path("code").asText()).isEqualTo("gateway_stopping");
            assertThat(plain.join().header("x-should-retry")).isEqualTo("false");
            assertThat(waiting.join().status()).isEqualTo(202);
            assertThat(waiting.join().json().at("/links/self").asText()).startsWith("/v1/jobs/");
            assertThat(follower.rest())
                    .extracting(EventStream.Event::name)
                    .doesNotContain("finished");

            // And the calls were not broken off, not that of the one who hung up either; the
            // process has ended, nothing is left
            Exit exit = process.awaitExit();
            assertThat(exit.code()).isZero();
            assertThat(exit.lines()).contains("ready");
            assertThat(exit.lines().stream().dropWhile(line -> !line.equals("ready")))
                    .noneMatch(line -> line.contains("ERROR"));
            assertThat(first.counts().aborted()).isZero();
            family.forEach(member -> member.onExit().orTimeout(60, TimeUnit.SECONDS).join());
            assertThat(family).noneMatch(ProcessHandle::isAlive);
        }
    }

    /** Where the settings say that this cancels nothing. */
    private static void hangUp(HttpCaller http) {
        try (EventStream gone =
                http.stream("/chat/completions", Requests.stream("first/small", "go").toString())) {
            assertThat(gone.next()).isPresent();
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
            family.forEach(member -> member.onExit().orTimeout(60, TimeUnit.SECONDS).join());
            assertThat(family).noneMatch(ProcessHandle::isAlive);
        }
    }

    private StandaloneProcess launch(String... options) {
        return StandaloneProcess.launch(
                with(options, "--data", directory.resolve("data").toString()));
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
    }

    /** Starts what cannot start. */
    private Exit up(String... options) {
        try (StandaloneProcess process = launch(options)) {
            return process.awaitExit();
        }
    }
}
