package io.signalbox.standalone;

import io.signalbox.testsupport.simulator.Fault;
import io.signalbox.testsupport.simulator.FaultRule;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/**
 * Simulated providers on loopback, a script for a coding agent with a repository to work on, and a
 * catalog of them: {@code sim-flaky} answers a third of its calls with status 500, {@code sim-fast}
 * answers at once, {@code sim-slow} types at 20 tokens a second.
 */
final class Demo implements AutoCloseable {

    private static final String CATALOG = "demo.yaml";
    private static final String AGENT = "demo-agent.sh";

    private final ProviderSimulator simulator;
    private final Path catalog;

    private Demo(ProviderSimulator simulator, Path catalog) {
        this.simulator = simulator;
        this.catalog = catalog;
    }

    /**
     * @param data the catalog, the agent and its repository are written there
     */
    static Demo start(Path data) {
        ProviderSimulator simulator = ProviderSimulator.start(0);
        simulator.script(
                "sim-flaky",
                Script.builder()
                        .latency(Duration.ofMillis(20))
                        .fault(FaultRule.every(3, new Fault.Status(500, null, null)))
                        .build());
        simulator.script("sim-fast", Script.builder().latency(Duration.ofMillis(20)).build());
        simulator.script(
                "sim-slow",
                Script.builder().latency(Duration.ofMillis(200)).tokensPerSecond(20).build());
        try {
            DemoRepository.make(data.resolve("demo-repositories").resolve("notes"));
            Path agent = Files.writeString(data.resolve(AGENT), resource(AGENT));
            Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwx------"));
            String yaml =
                    resource(CATALOG)
                            .replace("@port@", Integer.toString(simulator.port()))
                            .replace("@data@", data.toRealPath().toString());
            return new Demo(simulator, Files.writeString(data.resolve(CATALOG), yaml));
        } catch (IOException e) {
            simulator.close();
            throw new UncheckedIOException("cannot write the demo's files", e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Demo.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Path catalog() {
        return catalog;
    }

    @Override
    public void close() {
        simulator.close();
    }
}
