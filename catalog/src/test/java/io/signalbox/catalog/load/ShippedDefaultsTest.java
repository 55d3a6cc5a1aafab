package io.signalbox.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.signalbox.catalog.Agent;
import io.signalbox.catalog.AgentOutput;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Price;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.wire.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedDefaultsTest {

    private static final Catalog CATALOG =
            new CatalogLoader(CatalogEnvironment.of(Map.of())).loadDefaults();

    /** A row of the facts that the registry was made from. */
    record Fact(
            String provider,
            String model,
            String mode,
            @Nullable Long contextWindow,
            @Nullable Long maxOutput,
            @Nullable BigDecimal inputPer1M,
            @Nullable BigDecimal outputPer1M,
            @Nullable BigDecimal cacheReadPer1M,
            @Nullable BigDecimal cacheWritePer1M,
            List<String> capabilities,
            @Nullable String endOfLife,
            @Nullable Boolean acceptsTemperature,
            @Nullable Tier longContextTier) {

        @Override
        public String toString() {
            return provider + "/" + model;
        }
    }

    /** The dearer prices of a long prompt. */
    record Tier(
            long aboveTokens,
            BigDecimal inputPer1M,
            BigDecimal outputPer1M,
            @Nullable BigDecimal cacheReadPer1M) {}

    static Stream<Fact> facts() throws JsonProcessingException {
        return Json.mapper()
                .copy()
                .setPropertyNamingStrategy(null)
                .readValue(Resources.text("model-facts.json"), new TypeReference<List<Fact>>() {})
                .stream();
    }

    @Test
    void theyLoadInAnEmptyEnvironmentWithoutAWarning() {
        assertThat(CATALOG.warnings()).isEmpty();
        assertThat(CATALOG.models()).hasSize(113);
        assertThat(CATALOG.providers().values()).allMatch(p -> p.apiKeys().isEmpty());
        assertThat(CATALOG.keys()).isEmpty();
        assertThat(CATALOG.workspaces().roots()).isEmpty();
    }

    @Test
    void everyProviderIsThere() {
        assertThat(CATALOG.providers().keySet())
                .containsExactlyInAnyOrder(
                        "anthropic",
                        "openai",
                        "gemini",
                        "huggingface",
                        "mistral",
                        "deepseek",
                        "groq",
                        "openrouter",
                        "together",
                        "github_models",
                        "ollama",
                        "vllm",
                        "lm_studio",
                        "localai");
    }

    @Test
    void localServersAreFreeLocalPatientAndLast() {
        List<Provider> local =
                CATALOG.providers().values().stream().filter(Provider::local).toList();

        assertThat(local)
                .extracting(Provider::name)
                .containsExactlyInAnyOrder("ollama", "vllm", "lm_studio", "localai");
        assertThat(local)
                .allMatch(Provider::free)
                .allMatch(p -> p.timeouts().firstToken().equals(Duration.ofMinutes(2)))
                .allMatch(p -> "localhost".equals(p.baseUrl().getHost()));
        assertThat(CATALOG.providersByPriority().getFirst().name()).isEqualTo("anthropic");
    }

    @Test
    void whatWasRetiredIsOffAndSaysWhy() {
        Provider retired = CATALOG.provider("github_models").orElseThrow();

        assertThat(retired.enabled()).isEqualTo(Enablement.OFF);
        assertThat(retired.disabledReason()).contains("2026-07-30", "410");
        assertThat(CATALOG.providers().values())
                .filteredOn(p -> p.enabled() != Enablement.AUTO)
                .containsExactly(retired);
    }

    @Test
    void keysComeFromTheUsualVariables() {
        Map<String, String> names =
                Map.of(
                        "anthropic", "ANTHROPIC_API_KEY",
                        "openai", "OPENAI_API_KEY",
                        "gemini", "GEMINI_API_KEY",
                        "huggingface", "HF_TOKEN",
                        "mistral", "MISTRAL_API_KEY",
                        "deepseek", "DEEPSEEK_API_KEY",
                        "groq", "GROQ_API_KEY",
                        "openrouter", "OPENROUTER_API_KEY",
                        "together", "TOGETHER_API_KEY",
                        "github_models", "GITHUB_TOKEN");

        names.forEach((provider, variable) -> {
            Catalog catalog =
                    new CatalogLoader(CatalogEnvironment.of(Map.of(variable, "a-key")))
                            .loadDefaults();
            assertThat(catalog.providers().values())
                    .filteredOn(p -> !p.apiKeys().isEmpty())
                    .extracting(Provider::name)
                    .containsExactly(provider);
        });
    }

    @Test
    void everyDefaultModelIsInTheRegistryPricedServedAndChats() {
        for (Provider provider : CATALOG.providers().values()) {
            if (provider.defaultModel() != null) {
                Model model = CATALOG.model(provider.name(), provider.defaultModel()).orElseThrow();
                assertThat(model.price()).as(model.name()).isNotNull();
                assertThat(model.endOfLife()).as(model.name()).isNull();
                assertThat(model.capabilities()).as(model.name()).contains("chat");
            }
        }
    }

    @Test
    void theSixAgentsAreThereAndTakeTheirPromptWithoutAnArgument() {
        assertThat(CATALOG.agents().keySet())
                .containsExactlyInAnyOrder(
                        "claude_code", "codex", "gemini_cli", "qwen_code", "aider", "opencode");
        assertThat(CATALOG.agents().values())
                .allMatch(a -> a.enabled() == Enablement.AUTO)
                .allMatch(a -> a.prompt() != Agent.PromptBy.ARGUMENT)
                .allMatch(a -> a.output().format() != null);
        assertThat(CATALOG.agent("codex").orElseThrow().output().text())
                .isEqualTo(
                        new AgentOutput.Field(
                                "item.text",
                                Map.of("type", "item.completed", "item.type", "agent_message"),
                                AgentOutput.Take.LAST));
    }

    @Test
    void everyAgentTellsWhenItIsDoneOrHasPatternsThatFindIt() {
        assertThat(CATALOG.agents().values())
                .allMatch(
                        a -> !a.output().finalLine().isEmpty() || !a.output().patterns().isEmpty())
                .allMatch(a -> !a.failures().patterns().isEmpty());
    }

    @Test
    void nobodyIsSignedInWithoutAKeyOrAFile() {
        assertThat(CATALOG.agents().values())
                .allMatch(a -> !a.signIn().anyEnv().isEmpty())
                .allMatch(a ->
                        a.signIn().anyEnv().stream().noneMatch(name -> a.env().containsKey(name)));
    }

    @Test
    void placeholdersInAnAgentsEnvironmentAreOnlyThoseThatAreWritten() {
        Agent opencode =
                new CatalogLoader(CatalogEnvironment.of(Map.of("OPENAI_API_KEY", "{home}")))
                        .loadDefaults()
                        .agent("opencode")
                        .orElseThrow();

        assertThat(opencode.filledEnv()).containsExactly("OPENCODE_CONFIG_CONTENT");
    }

    @ParameterizedTest
    @MethodSource("facts")
    void everyModelIsAsTheFactsSay(Fact fact) {
        Model model = CATALOG.model(fact.provider().replace('-', '_'), fact.model()).orElseThrow();

        assertThat(model.contextWindow()).isEqualTo(fact.contextWindow());
        assertThat(model.maxOutput()).isEqualTo(fact.maxOutput());
        assertThat(model.source()).isNotBlank();
        if (fact.mode().equals("chat")) {
            assertThat(model.capabilities()).containsAll(fact.capabilities());
        } else {
            assertThat(model.capabilities()).doesNotContain("chat");
        }
        if (fact.acceptsTemperature() != null) {
            assertThat(model.acceptsTemperature()).isEqualTo(fact.acceptsTemperature());
        }
        assertThat(model.endOfLife())
                .isEqualTo(
                        fact.endOfLife() == null
                                ? null
                                : LocalDate.parse(fact.endOfLife().replace("before ", "")));
        assertPrice(model.price(), fact);
    }

    private static void assertPrice(@Nullable Price price, Fact fact) {
        if (fact.inputPer1M() == null) {
            assertThat(price).isNull();
            return;
        }
        assertThat(price).isNotNull();
        assertThat(price.inputPer1M()).isEqualByComparingTo(fact.inputPer1M());
        // An embedding has no output: where the facts name no price for it, it is 0.
        BigDecimal output =
                fact.outputPer1M() == null && fact.mode().equals("embedding")
                        ? BigDecimal.ZERO
                        : fact.outputPer1M();
        assertThat(output).isNotNull();
        assertThat(price.outputPer1M()).isEqualByComparingTo(output);
        assertSame(price.cacheReadPer1M(), fact.cacheReadPer1M());
        assertSame(price.cacheWritePer1M(), fact.cacheWritePer1M());
        Tier tier = fact.longContextTier();
        if (tier == null) {
            assertThat(price.longContext()).isNull();
            return;
        }
        assertThat(price.longContext()).isNotNull();
        assertThat(price.longContext().aboveTokens()).isEqualTo(tier.aboveTokens());
        Price above = price.longContext().price();
        assertThat(above.inputPer1M()).isEqualByComparingTo(tier.inputPer1M());
        assertThat(above.outputPer1M()).isEqualByComparingTo(tier.outputPer1M());
        assertSame(above.cacheReadPer1M(), tier.cacheReadPer1M());
    }

    private static void assertSame(@Nullable BigDecimal actual, @Nullable BigDecimal expected) {
        if (expected == null) {
            assertThat(actual).isNull();
        } else {
            assertThat(actual).isNotNull().isEqualByComparingTo(expected);
        }
    }
}
