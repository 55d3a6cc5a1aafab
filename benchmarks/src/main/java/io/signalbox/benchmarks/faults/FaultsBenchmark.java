package io.signalbox.benchmarks.faults;

import io.signalbox.benchmarks.process.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The whole fault wall and the matrix, by the project's own tests: what is printed is what they
 * have just held to be true.
 */
@Command(
        name = "faults",
        description = {
            "Every dialect against every fault and every feature, and all of Signalbox against every"
                    + " fault.",
            "Runs the tests that hold it and prints their tables."
        })
public final class FaultsBenchmark implements Callable<Integer> {

    private static final int MOST_MINUTES = 30;

    private static final List<String> TABLES = List.of("fault-wall.md", "matrix.md", "faults.md");

    @Option(names = "--help", usageHelp = true, description = "shows this")
    boolean help;

    @Option(
            names = "--write",
            description = "writes the documents from what is seen, instead of comparing")
    boolean write;

    @Option(
            names = "--dialects-only",
            description = "leaves out the whole of Signalbox, which takes minutes to build")
    boolean dialectsOnly;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path root = Workplace.here().root();
        Path log =
                Files.createDirectories(root.resolve("benchmarks/target/logs"))
                        .resolve("faults.log");
        System.err.println("running the tests; their output is in " + log);
        Process tests =
                new ProcessBuilder(command(root))
                        .directory(root.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(tests)));
        if (!tests.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            end(tests);
            System.err.printf("not done after %d minutes%n", MOST_MINUTES);
            return 1;
        }
        for (String table : dialectsOnly ? TABLES.subList(0, 2) : TABLES) {
            System.out.println(Files.readString(root.resolve("docs").resolve(table)));
        }
        if (tests.exitValue() != 0) {
            Files.readAllLines(log).stream()
                    .filter(line -> line.startsWith("[ERROR]"))
                    .limit(40)
                    .forEach(System.err::println);
            System.err.println("the tables do not hold; all of it is in " + log);
        }
        return tests.exitValue() == 0 ? 0 : 1;
    }

    private List<String> command(Path root) {
        List<String> command = new ArrayList<>();
        command.add(root.resolve("mvnw").toString());
        command.addAll(
                List.of(
                        "-B",
                        "-pl",
                        dialectsOnly ? "api-worker-service" : "api-worker-service,standalone",
                        "-am",
                        "verify",
                        "-Dsignalbox.services.skip=true",
                        "-Dspotless.check.skip=true",
                        "-Dtest=FaultWallTest,MatrixTest",
                        "-Dit.test=" + (dialectsOnly ? "none" : "FaultTableIT"),
                        "-Dsurefire.failIfNoSpecifiedTests=false",
                        "-Dfailsafe.failIfNoSpecifiedTests=false"));
        if (write) {
            command.add("-Dsignalbox.docs.write=true");
        }
        return command;
    }

    /** With the JVMs that Maven started. */
    private static void end(Process tests) {
        tests.descendants().forEach(ProcessHandle::destroy);
        tests.destroy();
    }
}
