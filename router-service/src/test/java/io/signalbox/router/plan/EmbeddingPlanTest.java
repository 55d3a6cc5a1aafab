package io.signalbox.router.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.ProviderReport;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.Routing;
import io.signalbox.messaging.fleet.Fleet;
import io.signalbox.router.strategy.CostBasedStrategy;
import io.signalbox.router.strategy.ExpectedUse;
import io.signalbox.router.strategy.PriorityStrategy;
import io.signalbox.router.strategy.StrategiesForTests;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Vectors are made by models that make vectors, and by nobody else. */
class EmbeddingPlanTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final String CATALOG =
            """
            version: 1
            providers:
              a: {dialect: openai, base_url: "http://a/v1", api_keys: [k], priority: 1,
                  default_model: talk, fallback: c}
              b: {dialect: openai, base_url: "http://b/v1", api_keys: [k], priority: 2,
                  task_models: {embedding: vec-large}}
              c: {dialect: openai, base_url: "http://c/v1", enabled: true, priority: 9,
                  models: [vec-small, embed-homemade, talk]}
              claude: {dialect: anthropic, base_url: "http://d/v1", api_keys: [k], priority: 3}
              home: {dialect: ollama, base_url: "http://e", enabled: true, local: true, priority: 4}
            models:
              - {id: a/talk, capabilities: [chat], price: {input_per_1m: 1, output_per_1m: 1}}
              - {id: a/vec-small, context_window: 1000, capabilities: [embedding],
                 price: {input_per_1m: 2, output_per_1m: 0}}
              - {id: a/vec-large, context_window: 100000, capabilities: [embedding],
                 price: {input_per_1m: 9, output_per_1m: 0}}
              - {id: b/vec-large, capabilities: [embedding], price: {input_per_1m: 3, output_per_1m: 0}}
              - {id: b/vec-cheap, capabilities: [embedding], price: {input_per_1m: 1, output_per_1m: 0}}
              - {id: c/vec-small, capabilities: [embedding]}
              - {id: c/talk, capabilities: [chat]}
              - {id: home/nomic-embed-text, capabilities: [embedding]}
            aliases: {vectors: [b/vec-large, a/vec-large]}
            task_chains: {embedding: [b, a]}
            """;

    private static final ExpectedUse EXPECTED_USE = new ExpectedUse(Map.of());

    private final Catalog catalog =
            new CatalogLoader(CatalogEnvironment.of(Map.of())).loadText("test.yaml", CATALOG);
    private final Fleet fleet = new Fleet();
    private final Planner planner =
            new Planner(
                    StrategiesForTests.of(
                            new PriorityStrategy(), new CostBasedStrategy(EXPECTED_USE)),
                    32,
                    EXPECTED_USE,
                    new WorkerPatience(NOW));

    @BeforeEach
    void everyProviderIsUsable() {
        for (String provider : List.of("a", "b", "c", "claude")) {
            fleet.apply(report(provider, List.of()));
        }
        fleet.apply(report("home", List.of("llama3.2", "mxbai-embed-large")));
    }

    @Test
    void aChatModelMakesNoVectors() {
        Plan plan = plan("a/talk");

        assertThat(plan.candidates()).isEmpty();
        assertThat(plan.exclusions())
                .contains(new Plan.Exclusion("a/talk", "not_capable", "it makes no embeddings"));
    }

    @Test
    void anEmbeddingModelAnswersNoChat() {
        Plan plan = planned(Job.chat("a/vec-small", ChatInput.of("hello")));

        assertThat(plan.candidates()).isEmpty();
        assertThat(plan.exclusions().getFirst())
                .isEqualTo(
                        new Plan.Exclusion(
                                "a/vec-small",
                                "not_capable",
                                "it makes embeddings and answers nothing"));
    }

    @Test
    void whoTakesTheFirstModelOfAListForAChatPassesOverEmbeddingModels() {
        assertThat(names(planned(Job.chat("c", ChatInput.of("hello"))))).containsExactly("c/talk");
        assertThat(names(planned(Job.chat("home", ChatInput.of("hello")))))
                .containsExactly("home/llama3.2");
    }

    @Test
    void anthropicHasNone() {
        Plan plan = plan("claude/whatever");

        assertThat(plan.exclusions().getFirst().detail())
                .isEqualTo("dialect anthropic has no embeddings");
    }

    @Test
    void aModelThatNobodyKnowsIsTriedWhereItIsNamed() {
        assertThat(names(plan("home/bge-m3"))).containsExactly("home/bge-m3");
    }

    @Test
    void aProviderAloneMeansItsTaskModelElseItsCheapestElseWhatIsCalledSo() {
        assertThat(names(plan("b"))).containsExactly("b/vec-large");
        assertThat(names(plan("a"))).startsWith("a/vec-small");
        assertThat(names(plan("home"))).containsExactly("home/mxbai-embed-large");
    }

    @Test
    void aProviderWithoutOneSaysWhatToDo() {
        fleet.apply(report("home", List.of("llama3.2")));

        assertThat(plan("home").exclusions())
                .contains(
                        new Plan.Exclusion(
                                "home",
                                "no_model",
                                "no embedding model is known there; name one, or set task_models: {embedding: ...}"));
    }

    @Test
    void autoGoesByTheChainOfTheTaskTypeEmbedding() {
        assertThat(names(plan("auto")).subList(0, 2)).containsExactly("b/vec-large", "a/vec-small");
    }

    @Test
    void theCheapestIsTheCheapestThatMakesVectors() {
        Plan plan = plan("auto/cheap");

        assertThat(names(plan)).contains("b/vec-cheap").doesNotContain("a/talk", "c/talk");
    }

    @Test
    void anAliasIsAnOrderAsForChats() {
        assertThat(names(plan("vectors"))).containsExactly("b/vec-large", "a/vec-large");
    }

    @Test
    void aFallbackIsTheSameModelOrNobody() {
        assertThat(names(plan("a/vec-small"))).containsExactly("a/vec-small", "c/vec-small");
        assertThat(names(plan("a/vec-large"))).containsExactly("a/vec-large");
    }

    @Test
    void aFallbackOfOneThatIsOutIsTheSameModelOrNobody() {
        fleet.apply(
                new ProviderReport("w1", "a", false, "no_key", "no key", List.of(), 10_000, NOW));

        assertThat(names(plan("a/vec-small"))).containsExactly("c/vec-small");
        assertThat(names(plan("a/vec-large"))).isEmpty();
    }

    @Test
    void eachTextMustFitNotAllOfThem() {
        String half = "word ".repeat(500);

        assertThat(names(plan("a/vec-small", half, half, half))).startsWith("a/vec-small");
        assertThat(plan("a/vec-small", "word ".repeat(3_000)).exclusions().getFirst().code())
                .isEqualTo("context_too_long");
    }

    @Test
    void itsCostIsThatOfItsInput() {
        Job dear =
                new Job(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new Routing(
                                "a/vec-large",
                                null,
                                "cost_based",
                                null,
                                null,
                                null,
                                null,
                                Usd.parse("0.00001"),
                                null,
                                null,
                                null),
                        null,
                        null,
                        null,
                        null,
                        EmbeddingInput.of("word ".repeat(2_000)));

        assertThat(planned(dear).exclusions().getFirst().code()).isEqualTo("too_dear");
    }

    private Plan plan(String model, String... texts) {
        EmbeddingInput input = EmbeddingInput.of(texts.length == 0 ? new String[] {"a"} : texts);
        return planned(
                new Job(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Routing.forModel(model),
                        null,
                        null,
                        null,
                        null,
                        input));
    }

    private Plan planned(Job job) {
        return planner.plan(
                new JobAdmitted(
                        JobId.create(), "t", job, NOW, NOW.plusSeconds(60), 0, false, null, null),
                catalog,
                fleet,
                NOW);
    }

    private static ProviderReport report(String provider, List<String> models) {
        return new ProviderReport("w1", provider, true, null, null, models, 10_000, NOW);
    }

    private static List<String> names(Plan plan) {
        return plan.candidates().stream()
                .map(Plan.Planned::candidate)
                .filter(it -> List.of("a", "b", "c", "claude", "home").contains(it.provider()))
                .map(Candidate::name)
                .toList();
    }
}
