package io.signalbox.benchmarks.faults;

import io.signalbox.benchmarks.process.ProjectTests;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
        ProjectTests tests = new ProjectTests("faults");
        boolean pass =
                tests.pass(
                        dialectsOnly ? "api-worker-service" : "api-worker-service,standalone",
                        options());
        for (String table : dialectsOnly ? TABLES.subList(0, 2) : TABLES) {
            System.out.println(Files.readString(tests.root().resolve("docs").resolve(table)));
        }
        if (!pass) {
            System.err.println("the tables do not hold; all of it is in " + tests.log());
        }
        return pass ? 0 : 1;
    }

    private List<String> options() {
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "-Dsignalbox.services.skip=true",
                                "-Dtest=FaultWallTest,MatrixTest",
                                "-Dit.test=" + (dialectsOnly ? "none" : "FaultTableIT")));
        if (write) {
            options.add("-Dsignalbox.docs.write=true");
        }
        return options;
    }
}
