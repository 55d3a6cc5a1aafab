package io.signalbox.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Some of the project's own tests, run by Maven as a process of its own. */
public final class ProjectTests {

    private static final int MOST_MINUTES = 30;
    private static final int MOST_ERRORS = 40;

    private final Path root;
    private final Path log;

    /**
     * @param name of the log
     */
    public ProjectTests(String name) throws IOException {
        this.root = Workplace.here().root();
        this.log =
                Files.createDirectories(root.resolve("benchmarks/target/logs"))
                        .resolve(name + ".log");
    }

    public Path root() {
        return root;
    }

    public Path log() {
        return log;
    }

    /**
     * Runs them, and prints what has failed.
     *
     * @param modules with commas; those that they need are built too
     * @param options for Maven, which tests above all
     * @return whether all have passed
     */
    public boolean pass(String modules, List<String> options)
            throws IOException, InterruptedException {
        System.err.println("running the tests; their output is in " + log);
        List<String> command = new ArrayList<>();
        command.add(root.resolve("mvnw").toString());
        command.addAll(
                List.of(
                        "-B",
                        "-pl",
                        modules,
                        "-am",
                        "verify",
                        "-Dspotless.check.skip=true",
                        "-Dsurefire.failIfNoSpecifiedTests=false",
                        "-Dfailsafe.failIfNoSpecifiedTests=false"));
        command.addAll(options);
        Process tests =
                new ProcessBuilder(command)
                        .directory(root.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(tests)));
        if (!tests.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            end(tests);
            System.err.printf("not done after %d minutes%n", MOST_MINUTES);
            return false;
        }
        if (tests.exitValue() != 0) {
            Files.readAllLines(log).stream()
                    .filter(line -> line.startsWith("[ERROR]"))
                    .limit(MOST_ERRORS)
                    .forEach(System.err::println);
        }
        return tests.exitValue() == 0;
    }

    /** With the JVMs that Maven started. */
    private static void end(Process tests) {
        tests.descendants().forEach(ProcessHandle::destroy);
        tests.destroy();
    }
}
