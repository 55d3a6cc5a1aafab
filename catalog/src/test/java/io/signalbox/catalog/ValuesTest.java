package io.signalbox.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.contracts.job.Task;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @Test
    void theFirstSegmentOfAChainEntryIsItsOwnerAndTheRestMayHoldSlashesAndColons() {
        assertThat(ChainEntry.parse("groq")).isEqualTo(new ChainEntry.WholeProvider("groq"));
        assertThat(ChainEntry.parse("groq/openai/gpt-oss-120b"))
                .isEqualTo(new ChainEntry.ProviderModel("groq", "openai/gpt-oss-120b"));
        assertThat(ChainEntry.parse("ollama/qwen3-coder:30b"))
                .isEqualTo(new ChainEntry.ProviderModel("ollama", "qwen3-coder:30b"));
        assertThat(ChainEntry.parse("agent/codex"))
                .isEqualTo(new ChainEntry.CliAgent("codex", null));
        assertThat(ChainEntry.parse("agent/opencode/anthropic/claude-sonnet-5"))
                .isEqualTo(new ChainEntry.CliAgent("opencode", "anthropic/claude-sonnet-5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"groq", "groq/openai/gpt-oss-120b", "agent/codex", "agent/opencode/a/b"})
    void aChainEntryIsNamedAsItWasWritten(String text) {
        assertThat(ChainEntry.parse(text).name()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "agent", "agent/", "groq/", "/model", "agent//m"})
    void aChainEntryWithAnEmptyPartIsNone(String text) {
        assertThatThrownBy(() -> ChainEntry.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"512KiB,524288", "2GiB,2147483648", "1 MiB,1048576", "10,10", "3B,3"})
    void sizesAreBinary(String text, long bytes) {
        assertThat(DataSize.parse(text)).isEqualTo(new DataSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2GB", "-1KiB", "many", "999999999999999TiB"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> DataSize.parse(text)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aRiskRuleHoldsWhereEveryConditionDoes() {
        RiskRule rule =
                new RiskRule(
                        Set.of("high"),
                        Set.of("core", "math"),
                        Set.of(),
                        Set.of(),
                        2_000L,
                        Model.Tier.ADVANCED,
                        null);

        assertThat(rule.matches(task("high", "math"), 2_000)).isTrue();
        assertThat(rule.matches(task("high", "math"), 2_001)).isFalse();
        assertThat(rule.matches(task("low", "math"), 10)).isFalse();
        assertThat(rule.matches(task("high", "docs"), 10)).isFalse();
        assertThat(rule.matches(Task.UNSPECIFIED, 10)).isFalse();
    }

    private static Task task(String risk, String area) {
        return new Task(null, risk, area, null, null);
    }
}
