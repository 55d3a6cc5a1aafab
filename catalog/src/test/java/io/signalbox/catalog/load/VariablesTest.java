package io.signalbox.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variables, and keys from wherever they come. */
class VariablesTest {

    private final Map<String, String> variables = new HashMap<>();
    private final CatalogLoader loader =
            new CatalogLoader(
                    new CatalogEnvironment(variables::get, Path.of("/nowhere"), Path.of("/home")));

    @Test
    void aVariableOrItsDefaultOrNothing() {
        variables.put("HOST", "h.example");
        variables.put("EMPTY", "");

        Provider groq =
                groq(
                        """
                        base_url: "https://${HOST}:${PORT:8443}/v1"
                        priority: ${PRIORITY:17}
                        weight: ${EMPTY:2.5}
                        default_model: "${EMPTY:}"
                        """);

        assertThat(groq.baseUrl()).hasToString("https://h.example:8443/v1");
        assertThat(groq.priority()).isEqualTo(17);
        assertThat(groq.weight()).isEqualTo(2.5);
        assertThat(groq.defaultModel()).isNull();
    }

    @Test
    void whatComesOutOfAVariableIsTakenAsItIs() {
        variables.put("A", "${B}");

        assertThat(groq("headers: {x-a: \"${A}\", x-b: \"$${B}\"}").headers())
                .isEqualTo(Map.of("x-a", "${B}", "x-b", "${B}"));
    }

    @Test
    void aHalfWrittenVariableIsAProblem() {
        assertThatThrownBy(() -> groq("headers: {x-a: \"${A\"}"))
                .hasMessageContaining("'${' begins a variable");
        assertThatThrownBy(() -> groq("headers: {x-a: \"${A:${B}}\"}"))
                .hasMessageContaining("'${' begins a variable");
    }

    @Test
    void keysAreLiteralsVariablesNamesOrFilesAndBlankOnesAreDropped(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("keys");
        Files.writeString(file, "from-file-1\n\n  from-file-2 \n");
        variables.put("GROQ_A", "from-variable");
        variables.put("GROQ_B", "from-name");
        variables.put("BLANK", "  ");

        List<Secret> keys =
                groq("""
                api_keys: [literal, "${GROQ_A:}", GROQ_B, "${NONE:}", "", "${BLANK}", UNSET_NAME,
                           "file:%s", literal]
                """
                                .formatted(file))
                        .apiKeys();

        assertThat(keys)
                .extracting(Secret::reveal)
                .containsExactly(
                        "literal", "from-variable", "from-name", "from-file-1", "from-file-2");
        assertThat(keys.toString()).doesNotContain("literal");
    }

    @Test
    void ofAnEnvironmentFileOnlyTheNamedVariableIsRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("services.env");
        Files.writeString(
                file,
                """
                # what our services need
                GROQ_API_KEY=gsk-before
                export GROQ_API_KEY="gsk-one=="
                DATABASE_PASSWORD=not-for-groq
                """);

        assertThat(groq("api_keys: [\"file:%s#GROQ_API_KEY\"]".formatted(file)).apiKeys())
                .extracting(Secret::reveal)
                .containsExactly("gsk-one==");
        assertThat(groq("api_keys: [\"file:%s#NOT_THERE\"]".formatted(file)).apiKeys()).isEmpty();
        assertThatThrownBy(() -> groq("api_keys: [\"file:%s\"]".formatted(file)))
                .hasMessageContaining(
                        "the key's file is an environment file: name the variable,"
                                + " file:<path>#GROQ_API_KEY")
                .hasMessageNotContaining("not-for-groq");
    }

    @Test
    void whatNoHeaderCanHoldIsAProblemBeforeAClientShowsIt() {
        variables.put("KEY", "sk-one\nsk-two");

        assertThatThrownBy(() -> groq("api_keys: [\"${KEY}\"]\nheaders: {x-key: \"${KEY}\"}"))
                .hasMessageContaining("groq.api_keys[0]: a key holds only visible ASCII")
                .hasMessageContaining("groq.headers.x-key: this is not one line")
                .hasMessageNotContaining("sk-one");
    }

    @Test
    void aKeyFileThatIsNotThereIsAWarning() {
        var catalog =
                loader.loadText(
                        "t.yaml", "providers: {groq: {api_keys: [\"file:/nowhere/at/all\"]}}");

        assertThat(catalog.provider("groq").orElseThrow().apiKeys()).isEmpty();
        assertThat(catalog.warnings())
                .singleElement()
                .asString()
                .startsWith("t.yaml:1: providers.groq.api_keys[0]: the key's file cannot be read");
    }

    private Provider groq(String yaml) {
        return loader.loadText("t.yaml", "providers:\n  groq:\n" + yaml.indent(4))
                .provider("groq")
                .orElseThrow();
    }
}
