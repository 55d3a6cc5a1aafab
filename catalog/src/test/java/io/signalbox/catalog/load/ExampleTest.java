package io.signalbox.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.AgentOutput;
import io.signalbox.catalog.ApiKeyEntry;
import io.signalbox.catalog.Budget;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.ChainEntry;
import io.signalbox.catalog.DataSize;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Mode;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.PreferMode;
import io.signalbox.catalog.Privacy;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.catalog.Strategy;
import io.signalbox.catalog.Workspaces;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Usd;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The complete example of the format, key by key. */
class ExampleTest {

    private static final CatalogEnvironment ENVIRONMENT =
            CatalogEnvironment.of(Map.of("MY_KEY", "my-key", "ANTHROPIC_API_KEY", "anthropic-key"));

    private final Catalog catalog =
            new CatalogLoader(ENVIRONMENT).loadText("example.yaml", Resources.text("example.yaml"));

    @Test
    void theTop() {
        assertThat(catalog.mode()).isEqualTo(Mode.HYBRID);
        assertThat(catalog.offline()).isFalse();
        assertThat(catalog.workspaces().keep()).isEqualTo(Workspaces.Keep.ON_FAILURE);
        assertThat(catalog.workspaces().maxSize()).isEqualTo(new DataSize(2L << 30));
        assertThat(catalog.profileDirs()).hasSize(2);
        assertThat(catalog.commandDirs()).hasSize(1);
    }

    @Test
    void aProvider() {
        Provider provider = catalog.provider("anthropic").orElseThrow();

        assertThat(provider.dialect()).isEqualTo(Dialect.ANTHROPIC);
        assertThat(provider.baseUrl()).isEqualTo(URI.create("https://api.anthropic.com/v1"));
        assertThat(provider.apiKeys()).containsExactly(new Secret("anthropic-key"));
        assertThat(provider.enabled()).isEqualTo(Enablement.AUTO);
        assertThat(provider.priority()).isEqualTo(1);
        assertThat(provider.weight()).isEqualTo(1.0);
        assertThat(provider.defaultModel()).isEqualTo("claude-sonnet-5");
        assertThat(provider.hasClosedModelList()).isFalse();
        assertThat(provider.taskModels()).containsEntry("code_review", "claude-opus-5");
        assertThat(provider.fallback()).isEqualTo("openrouter");
        assertThat(provider.limits()).isEqualTo(new Provider.Limits(50L, null, 40_000L, null, 32));
        assertThat(provider.timeouts())
                .isEqualTo(
                        new Provider.Timeouts(
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(20)));
        assertThat(provider.health())
                .isEqualTo(new Provider.Health(Duration.ofMinutes(1), Duration.ofSeconds(5)));
        assertThat(provider.breaker())
                .isEqualTo(new Provider.Breaker(0.5, 20, 5, Duration.ofSeconds(30)));
    }

    @Test
    void aLocalProviderAndOneOfTheOperatorsOwn() {
        Provider ollama = catalog.provider("ollama").orElseThrow();
        assertThat(ollama.local()).isTrue();
        assertThat(ollama.free()).isTrue();
        assertThat(ollama.priority()).isEqualTo(3);
        assertThat(ollama.timeouts().firstToken()).isEqualTo(Duration.ofMinutes(2));

        Provider own = catalog.provider("my-gateway").orElseThrow();
        assertThat(own.baseUrl()).isEqualTo(URI.create("http://10.0.0.5:9000/v1"));
        assertThat(own.apiKeys()).containsExactly(new Secret("my-key"));
        assertThat(own.local()).isFalse();
    }

    @Test
    void aModelOverTheShippedOne() {
        Model model = catalog.model("anthropic", "claude-sonnet-5").orElseThrow();

        assertThat(model.price()).isNotNull();
        assertThat(model.price().inputPer1M()).isEqualByComparingTo(new BigDecimal("3"));
        assertThat(model.price().cacheWritePer1M()).isEqualByComparingTo(new BigDecimal("3.75"));
        assertThat(model.maxOutput()).isEqualTo(64_000L);
        assertThat(model.capabilities())
                .containsExactlyInAnyOrder("code", "chat", "reasoning", "vision", "tools");
        assertThat(model.tier()).isEqualTo(Model.Tier.ADVANCED);
        assertThat(model.strengths()).containsExactly("long refactorings");
        assertThat(model.ratings()).containsEntry("code_review", 0.95);
        // and what the file does not say stays as shipped
        assertThat(model.acceptsTemperature()).isFalse();
    }

    @Test
    void anAgent() {
        Agent agent = catalog.agent("claude_code").orElseThrow();

        assertThat(agent.command("linux")).isEqualTo("claude");
        assertThat(agent.args()).startsWith("-p", "--output-format").endsWith("--model", "{model}");
        assertThat(agent.prompt()).isEqualTo(Agent.PromptBy.STDIN);
        assertThat(agent.env())
                .containsEntry("ANTHROPIC_API_KEY", new Secret("anthropic-key"))
                .containsEntry("CLAUDE_CODE_MAX_RETRIES", new Secret("2"))
                .doesNotContainKey("ANTHROPIC_BASE_URL");
        assertThat(agent.output().format()).isEqualTo(AgentOutput.Format.JSONL);
        assertThat(agent.output().select()).containsEntry("type", "result");
        assertThat(agent.output().cachedReadTokens())
                .isEqualTo(
                        new AgentOutput.Field(
                                "usage.cache_read_input_tokens", Map.of(), AgentOutput.Take.LAST));
        assertThat(agent.output().inputIncludesCached()).isFalse();
        assertThat(agent.capabilities())
                .containsExactlyInAnyOrder("code_generation", "refactoring", "testing");
        assertThat(agent.timeouts())
                .isEqualTo(
                        new Agent.Timeouts(
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(15)));
        assertThat(agent.limits()).isEqualTo(new Agent.Limits(null, 1_000L));
        assertThat(agent.pacing())
                .isEqualTo(new Agent.Pacing(Duration.ofSeconds(1), Duration.ofSeconds(10)));
        assertThat(agent.options()).containsEntry("permission_mode", "acceptEdits");
        assertThat(catalog.agent("my-tool").orElseThrow().prompt())
                .isEqualTo(Agent.PromptBy.ARGUMENT);
    }

    @Test
    void anAgentWithEveryKey() {
        Agent agent = catalog.agent("my-other-tool").orElseThrow();

        assertThat(agent.command("macos")).isEqualTo("/opt/other/bin/tool");
        assertThat(agent.command("windows")).isNull();
        assertThat(agent.versionArgs()).containsExactly("version");
        assertThat(agent.promptRules()).isEqualTo(new Agent.PromptRules(100_000L, "/!"));
        assertThat(agent.env()).containsOnlyKeys("OTHER_LEVEL");
        assertThat(agent.filledEnv()).containsExactly("OTHER_LEVEL");
        assertThat(agent.optionValues()).isEqualTo(Map.of("level", Set.of("low", "high")));
        assertThat(agent.home())
                .isEqualTo(
                        new Agent.Home(
                                Map.of("{home}/.other/settings.json", "{\"level\":\"{level}\"}"),
                                List.of(".other/token")));
        assertThat(agent.home().toString()).doesNotContain("level");
        assertThat(agent.signIn())
                .isEqualTo(new Agent.SignIn(Set.of("OTHER_API_KEY"), List.of("~/.other/token")));
        assertThat(agent.resume()).isEqualTo(Agent.Resume.SAME_DIRECTORY);
        assertThat(agent.failures())
                .isEqualTo(
                        new Agent.Failures(
                                Map.of(41, ErrorClass.PROVIDER_AUTHENTICATION),
                                List.of(
                                        new Agent.ErrorPattern(
                                                "(?i)too many requests",
                                                ErrorClass.RATE_LIMITED))));
    }

    @Test
    void anOutputWithEveryKey() {
        AgentOutput output = catalog.agent("my-other-tool").orElseThrow().output();

        assertThat(output.finalLine())
                .containsExactly(Map.of("type", "done"), Map.of("type", "failed"));
        assertThat(output.text())
                .isEqualTo(
                        new AgentOutput.Field(
                                "parts[kind=text].text",
                                Map.of("type", "said"),
                                AgentOutput.Take.CONCAT,
                                Map.of("type", "step")));
        assertThat(output.totalTokens()).isNotNull();
        assertThat(output.errorText()).isNotNull();
        assertThat(output.errorStatus()).isNotNull();
        assertThat(output.errorDetail()).isNotNull();
        assertThat(output.denied()).isNotNull();
        assertThat(output.cumulative())
                .containsExactlyInAnyOrder(
                        AgentOutput.Cumulative.TOKENS, AgentOutput.Cumulative.COST);
        assertThat(output.steps())
                .containsExactly(
                        new AgentOutput.Step(
                                Map.of("type", "tool"), AgentOutput.Kind.TOOL, "name"));
        assertThat(catalog.agent("my-old-tool").orElseThrow().output().patterns())
                .isEqualTo(
                        Map.of(
                                AgentOutput.TextField.INPUT_TOKENS,
                                pattern("used (\\d+k?) tokens", AgentOutput.Take.SUM),
                                AgentOutput.TextField.ERROR,
                                pattern("^ERROR: (.*)", AgentOutput.Take.LAST),
                                AgentOutput.TextField.RECOVERED,
                                pattern("^ok", AgentOutput.Take.LAST)));
    }

    private static AgentOutput.TextPattern pattern(String match, AgentOutput.Take take) {
        return new AgentOutput.TextPattern(match, take);
    }

    @Test
    void whatAnAgentDoesNotSay() {
        Agent agent = catalog.agent("my-tool").orElseThrow();

        assertThat(agent.versionArgs()).containsExactly("--version");
        assertThat(agent.promptRules()).isEqualTo(new Agent.PromptRules(null, ""));
        assertThat(agent.signIn()).isEqualTo(new Agent.SignIn(Set.of(), List.of()));
        assertThat(agent.resume()).isEqualTo(Agent.Resume.ANY_DIRECTORY);
        assertThat(agent.home()).isEqualTo(new Agent.Home(Map.of(), List.of()));
        assertThat(agent.failures()).isEqualTo(new Agent.Failures(Map.of(), List.of()));
        assertThat(agent.output().finalLine()).isEmpty();
    }

    @Test
    void chainsAndAliasesInTheirOrder() {
        assertThat(catalog.chains().keySet()).containsExactly("production", "free_only", "coding");
        assertThat(catalog.chain("production").orElseThrow())
                .extracting(ChainEntry::name)
                .containsExactly("anthropic", "openrouter", "groq", "ollama");
        assertThat(catalog.chain("coding").orElseThrow())
                .containsExactly(
                        new ChainEntry.CliAgent("claude_code", null),
                        new ChainEntry.CliAgent("codex", null),
                        new ChainEntry.ProviderModel("anthropic", "claude-sonnet-5"));
        assertThat(catalog.taskChain("code_review").orElseThrow()).hasSize(2);
        assertThat(catalog.alias("fast")).containsExactly("groq/llama-3.3-70b-versatile");
        assertThat(catalog.alias("smart"))
                .containsExactly("anthropic/claude-opus-5", "openai/gpt-5.6-terra");
    }

    @Test
    void routing() {
        assertThat(catalog.routing().strategy()).isEqualTo(Strategy.PRIORITY);
        assertThat(catalog.routing().preferMode()).isEqualTo(PreferMode.API);
        assertThat(catalog.routing().chain()).isNull();
        assertThat(catalog.routing().maxAttempts()).isEqualTo(8);
        assertThat(catalog.routing().retries()).isEqualTo(1);
        assertThat(catalog.routing().retryDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(catalog.routing().apiTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(catalog.routing().agentTimeout()).isEqualTo(Duration.ofMinutes(20));
        assertThat(catalog.routing().riskTable()).hasSize(4);
        assertThat(catalog.routing().riskTable().get(1).roles()).containsExactly("planner");
        assertThat(catalog.routing().riskTable().get(2).maxInputTokens()).isEqualTo(2_000L);
        assertThat(catalog.routing().riskTable().get(2).tier()).isEqualTo(Model.Tier.FAST);
    }

    @Test
    void policies() {
        assertThat(catalog.cache().enabled()).isFalse();
        assertThat(catalog.cache().ttl("code_review")).isEqualTo(Duration.ofMinutes(30));
        assertThat(catalog.cache().ttl("anything")).isEqualTo(Duration.ofHours(1));
        assertThat(catalog.budgets())
                .containsExactly(
                        new Budget(
                                "team-a-month",
                                new Budget.Scope("team-a", null, null, null),
                                Budget.Period.MONTH,
                                Usd.parse("200"),
                                Budget.Type.HARD,
                                0.8,
                                ZoneId.of("UTC")),
                        new Budget(
                                "reviews-day",
                                new Budget.Scope(null, "code_review", null, null),
                                Budget.Period.DAY,
                                Usd.parse("5"),
                                Budget.Type.SOFT,
                                0.8,
                                ZoneId.of("UTC")));
        assertThat(catalog.privacy().log("team-b")).isEqualTo(Privacy.Log.FULL);
        assertThat(catalog.privacy().log("others")).isEqualTo(Privacy.Log.METADATA);
        assertThat(catalog.privacy().retention()).isEqualTo(Duration.ofDays(30));
        assertThat(catalog.kafka().tenants()).containsEntry("signalbox.jobs", "team-a");
        assertThat(catalog.kafka().replyTopics()).containsExactly("team-a.*");
    }

    @Test
    void callersKeys() {
        ApiKeyEntry key = catalog.keys().getFirst();

        assertThat(key.id()).isEqualTo("k1");
        assertThat(key.hash()).startsWith("sha256:9f86d081").hasSize(71);
        assertThat(key.tenant()).isEqualTo("team-a");
        assertThat(key.scopes())
                .isEqualTo(Set.of(ApiKeyEntry.Scope.SUBMIT, ApiKeyEntry.Scope.READ));
        assertThat(key.models()).containsExactly("*");
        assertThat(key.limits()).isEqualTo(new ApiKeyEntry.Limits(600L, 50));
        assertThat(key.budget())
                .isEqualTo(
                        new ApiKeyEntry.Allowance(
                                Budget.Period.MONTH, Usd.parse("100"), Budget.Type.HARD));
    }

    @Test
    void theOneModelThatTheRegistryDoesNotKnowIsAWarning() {
        assertThat(catalog.warnings())
                .hasSize(1)
                .first()
                .asString()
                .contains("task_chains.code_review[0]", "mistralai/devstral-medium");
    }

    @Test
    void everythingIsImmutable() {
        assertThatThrownBy(() -> catalog.providers().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> catalog.chain("coding").orElseThrow().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> catalog.alias("smart").clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(List.of(catalog.toString(), catalog.providers().toString()))
                .noneMatch(text -> text.contains("my-key"));
    }
}
