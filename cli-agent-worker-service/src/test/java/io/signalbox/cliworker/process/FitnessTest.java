package io.signalbox.cliworker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FitnessTest {

    @Test
    void takesWhatTheLocaleCanWrite() {
        AgentCommand command = command("prompt: é", Map.of("A", "é"));

        assertThat(Fitness.fault(command, StandardCharsets.UTF_8)).isEmpty();
        assertThat(Fitness.fault(command, StandardCharsets.US_ASCII))
                .hasValueSatisfying(fault ->
                        assertThat(fault)
                                .contains("an argument", "US-ASCII", "LC_ALL=C.UTF-8")
                                .doesNotContain("prompt"));
    }

    @Test
    void refusesWhatNoSystemTakes() {
        assertThat(Fitness.fault(command("a\0", Map.of()), StandardCharsets.UTF_8))
                .hasValue("an argument holds a NUL character");
        assertThat(Fitness.fault(command("a", Map.of("A", "\0")), StandardCharsets.UTF_8))
                .hasValue("a variable holds a NUL character");
        assertThat(Fitness.fault(command("a", Map.of("A=B", "x")), StandardCharsets.UTF_8))
                .hasValue("a variable's name is empty or holds '='");
    }

    private static AgentCommand command(String argument, Map<String, String> environment) {
        return new AgentCommand(List.of("x", argument), environment, Path.of("/"), null);
    }
}
