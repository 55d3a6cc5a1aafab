package io.signalbox.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogLoaderTest {

    @TempDir Path folder;
    private final Map<String, String> variables = new HashMap<>();
    private Path work = Path.of("");
    private Path home = Path.of("");
    private CatalogLoader loader = new CatalogLoader(CatalogEnvironment.of(Map.of()));

    @BeforeEach
    void setUp() throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
        home = Files.createDirectory(folder.resolve("home"));
        loader = new CatalogLoader(new CatalogEnvironment(variables::get, work, home));
    }

    @Test
    void theExplicitPathComesFirstThenTheVariableThenHereThenHome() throws IOException {
        assertThat(loader.locate(null)).isEmpty();

        Path atHome = home.resolve(".signalbox/signalbox.yaml");
        Files.createDirectories(home.resolve(".signalbox"));
        Files.writeString(atHome, "version: 1\n");
        assertThat(loader.locate(null)).contains(atHome);

        Path here = work.resolve("signalbox.yaml");
        Files.writeString(here, "version: 1\n");
        assertThat(loader.locate(null)).contains(here);

        variables.put("SIGNALBOX_CATALOG", "/etc/signalbox");
        assertThat(loader.locate(null)).contains(Path.of("/etc/signalbox"));

        assertThat(loader.locate("mine.yaml")).contains(work.resolve("mine.yaml"));
        assertThat(loader.locate("~/mine.yaml")).contains(home.resolve("mine.yaml"));
    }

    @Test
    void whereNothingIsFoundTheDefaultsAreTheCatalog() {
        assertThat(loader.loadLocated(null)).isEqualTo(loader.loadDefaults());
    }

    @Test
    void aNamedFileThatIsNotThereIsAProblem() {
        assertThatThrownBy(() -> loader.loadLocated("gone.yaml"))
                .isInstanceOfSatisfying(
                        CatalogException.class,
                        e -> {
                            assertThat(e.problems()).hasSize(1);
                            assertThat(e.problems().getFirst().file())
                                    .isEqualTo(work.resolve("gone.yaml").toString());
                            assertThat(e.problems().getFirst().message())
                                    .startsWith("there is no such file");
                        });
    }

    @Test
    void aDirectoryIsMergedInTheOrderOfItsNames() throws IOException {
        // Given two files that disagree, and one that is none of ours
        Files.writeString(work.resolve("10-base.yaml"), "mode: hosted\nrouting: {retries: 3}\n");
        Files.writeString(work.resolve("20-site.yaml"), "mode: free_only\n");
        Files.writeString(work.resolve("notes.txt"), "not: [valid");

        Catalog catalog = loader.load(work);

        assertThat(catalog.mode()).hasToString("FREE_ONLY");
        assertThat(catalog.routing().retries()).isEqualTo(3);
    }

    @Test
    void problemsOfADirectoryNameTheirFiles() throws IOException {
        Files.writeString(work.resolve("a.yaml"), "mode: hosted\nmodus: x\n");
        Files.writeString(work.resolve("b.yaml"), "\noffline: perhaps\n");

        assertThatThrownBy(() -> loader.load(work))
                .isInstanceOfSatisfying(
                        CatalogException.class,
                        e ->
                                assertThat(e.problems())
                                        .extracting(Problem::toString)
                                        .containsExactly(
                                                work
                                                        + "/a.yaml:2: modus: unknown key 'modus', the nearest known one is 'mode'",
                                                work
                                                        + "/b.yaml:2: offline: 'perhaps' is not true or false"));
    }

    @Test
    void anEmptyDirectoryIsAProblemAndAnEmptyFileIsNot() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> loader.load(empty)).hasMessageContaining("no *.yaml");

        Path file = Files.createFile(empty.resolve("signalbox.yaml"));
        assertThat(loader.load(file)).isEqualTo(loader.loadDefaults());
    }

    @Test
    void whatIsNotUtf8IsAProblem() throws IOException {
        Path file = work.resolve("signalbox.yaml");
        Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff, (byte) 0xfe});

        assertThatThrownBy(() -> loader.load(file)).hasMessageContaining("not UTF-8");
    }

    @Test
    void directoriesStartWhereTheirFileLies() throws IOException {
        Path file = Files.createDirectory(work.resolve("conf")).resolve("signalbox.yaml");
        Files.writeString(
                file,
                """
                profiles: {dirs: [./agents, ~/.claude/agents]}
                commands: {dirs: [../commands]}
                workspaces: {roots: [~/work, /srv/repos]}
                """);

        Catalog catalog = loader.load(file);

        assertThat(catalog.profileDirs())
                .containsExactly(work.resolve("conf/agents"), home.resolve(".claude/agents"));
        assertThat(catalog.commandDirs()).containsExactly(work.resolve("commands"));
        assertThat(catalog.workspaces().roots())
                .containsExactly(home.resolve("work"), Path.of("/srv/repos"));
    }

    @Test
    void theVersionIsTheContentsAndNotTheEnvironments() {
        String text = "providers: {groq: {base_url: \"${URL:https://groq.example}\"}}\n";
        String before = loader.loadText("a.yaml", text).version();
        variables.put("URL", "https://other.example");

        assertThat(loader.loadText("b.yaml", text).version()).isEqualTo(before).hasSize(12);
        assertThat(loader.loadText("a.yaml", text + "offline: true\n").version())
                .isNotEqualTo(before);
        assertThat(loader.loadDefaults().version()).isNotEqualTo(before);
    }

    @Test
    void theTagLatestIsNoPartOfAnOllamaModelsId() {
        Catalog catalog =
                loader.loadText(
                        "test.yaml",
                        """
                        providers:
                          ollama: {models: ["llama3.2:latest", "qwen3:8b"], default_model: "llama3.2:latest",
                            task_models: {code_review: "llama3.2:latest"}}
                          other: {dialect: openai, base_url: "http://o/v1", models: ["x:latest"]}
                        models: [{id: "ollama/llama3.2:latest", tier: fast}]
                        chains: {one: ["ollama/llama3.2:latest", "ollama/llama3.2"]}
                        """);

        Provider ollama = catalog.provider("ollama").orElseThrow();
        assertThat(ollama.models()).containsExactly("llama3.2", "qwen3:8b");
        assertThat(ollama.defaultModel()).isEqualTo("llama3.2");
        assertThat(ollama.taskModels()).containsEntry("code_review", "llama3.2");
        assertThat(catalog.model("ollama", "llama3.2")).isPresent();
        assertThat(catalog.provider("other").orElseThrow().models()).containsExactly("x:latest");
    }
}
