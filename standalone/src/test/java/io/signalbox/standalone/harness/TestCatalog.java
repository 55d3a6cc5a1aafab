package io.signalbox.standalone.harness;

import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The catalog of the tests ({@code catalog.yaml} beside this class), over one simulator. */
public final class TestCatalog {

    /** All that the simulator must know. */
    public static final List<String> PROVIDERS =
            List.of(
                    "first",
                    "second",
                    "metered",
                    "crowded",
                    "narrow",
                    "switched-off",
                    "far-away",
                    "limited",
                    "keyed",
                    "leaky");

    /** The key of {@code leaky}: every server has to spell it otherwise somewhere. */
    public static final String PLANTED = "pLanted/Zx7+Q9=vW2-4471";

    /** The keys of {@code keyed}, and the file that they are in. */
    public static final List<String> KEYS = List.of("refused-key-0001", "accepted-key-0002");

    public static final String KEY_FILE = "keyed.keys";

    /** The simulated Ollama, with what was pulled. */
    public static final Script OLLAMA = Script.builder().models("llama3.2", "qwen3:8b").build();

    /** The same with a model in memory, which no job ever asks. */
    public static final Script PINGED =
            Script.builder().models("kept-loaded", "not-loaded").loaded("kept-loaded").build();

    /** The directory whose repositories jobs may name, beside the catalog. */
    public static final String WORKSPACES = "workspaces";

    private TestCatalog() {}

    /** Writes the catalog into the directory and makes its providers echo. */
    public static Path write(Path directory, ProviderSimulator simulator) {
        return write(directory, simulator, "");
    }

    /** The same, with a provider for every fault: some ninety more that are looked for. */
    static Path writeWithFaults(Path directory, ProviderSimulator simulator) {
        return write(directory, simulator, FaultProviders.yaml(simulator));
    }

    private static Path write(Path directory, ProviderSimulator simulator, String faults) {
        PROVIDERS.forEach(name -> simulator.script(name, Script.DEFAULT));
        simulator.script("ollama", OLLAMA);
        simulator.script("pinged", PINGED);
        try (InputStream template =
                Objects.requireNonNull(TestCatalog.class.getResourceAsStream("catalog.yaml"))) {
            Path workspaces =
                    Files.createDirectories(directory.resolve(WORKSPACES)).toAbsolutePath();
            Files.writeString(directory.resolve(KEY_FILE), String.join("\n", KEYS) + "\n");
            String yaml =
                    new String(template.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("@port@", Integer.toString(simulator.port()))
                            .replace("@planted@", PLANTED)
                            .replace("@workspaces@", workspaces.toString())
                            .replace("  @faults@\n", faults)
                            .replace("  @agents@\n", TestAgents.yaml(directory))
                            .replace("@root@", TestAgents.workspaces(directory).toString());
            return Files.writeString(directory.resolve("catalog.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the tests' catalog", e);
        }
    }
}
