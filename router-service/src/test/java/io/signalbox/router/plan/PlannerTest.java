package io.signalbox.router.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.known.KnownCatalog;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.ListedModel;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.ProviderCondition;
import io.signalbox.contracts.event.ProviderCondition.CoolDown;
import io.signalbox.contracts.event.ProviderListing;
import io.signalbox.contracts.event.ProviderReport;
import io.signalbox.contracts.event.Retry;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.Routing;
import io.signalbox.contracts.job.Task;
import io.signalbox.contracts.wire.Json;
import io.signalbox.messaging.fleet.Fleet;
import io.signalbox.router.strategy.CostBasedStrategy;
import io.signalbox.router.strategy.ExpectedUse;
import io.signalbox.router.strategy.PriorityStrategy;
import io.signalbox.router.strategy.RoundRobinStrategy;
import io.signalbox.router.strategy.StrategiesForTests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final String CATALOG =
            """
            version: 1
            providers:
              a: {dialect: openai, base_url: "http://a/v1", api_keys: [k], priority: 1,
                  default_model: small, task_models: {code_review: big}, fallback: c}
              b: {dialect: openai, base_url: "http://b/v1", api_keys: [k], priority: 1,
                  default_model: big}
              c: {dialect: openai, base_url: "http://c/v1", enabled: true, local: true, free: true,
                  priority: 9, models: [tiny]}
              d: {dialect: openai, base_url: "http://d/v1", enabled: false, priority: 1,
                  default_model: gone}
            models:
              - {id: a/small, context_window: 1000, capabilities: [chat], tier: fast,
                 price: {input_per_1m: 1, output_per_1m: 1}}
              - {id: a/big, context_window: 100000, capabilities: [chat, tools, vision],
                 tier: advanced, price: {input_per_1m: 9, output_per_1m: 9}}
              - {id: b/big, context_window: 100000, capabilities: [chat, tools, vision],
                 tier: advanced, price: {input_per_1m: 0.5, output_per_1m: 0.5}}
              - {id: c/tiny, context_window: 4000, capabilities: [chat]}
              - {id: d/gone, capabilities: [chat]}
            aliases:
              fast: [b/big, a/small]
              careful: [c/tiny, chain/other]
              graded: [c/tiny, auto/advanced, auto/fast]
              cheapest: [c/tiny, auto/cheap]
              whoever: [c/tiny, auto]
            chains: {two: [c, b], other: [a, b]}
            task_chains: {triage: [c, a]}
            """;

    private static final ExpectedUse EXPECTED_USE =
            new ExpectedUse(Map.of("triage", 20, "code_generation", 4_000));

    private static final String OLLAMA =
            """
            version: 1
            providers: {ollama: {dialect: ollama, base_url: "http://o", local: true, free: true}}
            aliases: {llama: "ollama/llama3.2:latest"}
            """;

    private final Catalog catalog =
            new CatalogLoader(CatalogEnvironment.of(Map.of())).loadText("test.yaml", CATALOG);
    private final Fleet fleet = new Fleet();
    private final Planner planner =
            new Planner(
                    StrategiesForTests.of(
                            new PriorityStrategy(),
                            new RoundRobinStrategy(),
                            new CostBasedStrategy(EXPECTED_USE)),
                    32,
                    EXPECTED_USE,
                    new WorkerPatience(NOW));

    @BeforeEach
    void everyProviderIsUsable() {
        for (String provider : List.of("a", "b", "c", "d")) {
            fleet.apply(report(provider, true, List.of()));
        }
    }

    @Test
    void autoTriesEveryProviderByPriorityThenName() {
        assertThat(names(plan("{}"))).startsWith("a/small", "c/tiny", "b/big");
    }

    @Test
    void aProvidersFallbackFollowsItWhateverTheOrder() {
        Plan plan = plan("{\"routing\":{\"model\":\"a/small\"}}");

        assertThat(names(plan)).containsExactly("a/small", "c/tiny");
        assertThat(plan.candidates().get(1).reason()).isEqualTo("fallback of a");
    }

    /** Where its own priority would put c/tiny last, and the chain does not name it. */
    @Test
    void aFallbackStandsInThePlaceOfAProviderThatIsOut() {
        CoolDown full = new CoolDown(null, "rate_limited", "full", NOW.plusSeconds(40), true);
        fleet.apply(cooling("w1", "a", full));

        Plan ofChain = plan("{\"routing\":{\"model\":\"chain/other\"}}");

        assertThat(names(ofChain)).containsExactly("c/tiny", "b/big");
        assertThat(ofChain.candidates().getFirst().reason()).startsWith("fallback of a");
        assertThat(names(plan("{\"routing\":{\"model\":\"a/small\"}}"))).containsExactly("c/tiny");

        // And where it has no key
        fleet.apply(report("a", false, List.of()));
        assertThat(names(plan("{\"routing\":{\"model\":\"a/small\"}}"))).containsExactly("c/tiny");
    }

    @Test
    void aFallbackIsForThoseWhoAreOutNowNotForThoseWhoMayNot() {
        assertThat(
                        names(
                                plan(
                                        "{\"routing\":{\"model\":\"a/small\",\"exclude_models\":[\"a/small\"]}}")))
                .isEmpty();
    }

    @Test
    void aRunningServerWithoutModelsIsNotProposedForATier() {
        Catalog ollama = load(OLLAMA);
        Instant listed = NOW.minusSeconds(1);
        fleet.apply(
                report("ollama", true, List.of())
                        .withListing(
                                new ProviderListing(List.of(), listed, null, null, List.of())));

        Plan plan = plan(ollama, "{\"routing\":{\"model\":\"auto/cheap\"}}");

        assertThat(plan.candidates()).noneMatch(it -> "ollama".equals(it.candidate().provider()));
        assertThat(plan.exclusions()).noneMatch(it -> it.subject().startsWith("ollama"));
    }

    @Test
    void anExcludedModelIsKnownByAnySpellingOfItsName() {
        Catalog ollama = load(OLLAMA);
        fleet.apply(report("ollama", true, List.of("llama3.2")));
        for (String name :
                List.of(
                        "llama3.2",
                        "llama3.2:latest",
                        "ollama/llama3.2",
                        "ollama/llama3.2:latest")) {
            Plan plan =
                    plan(
                            ollama,
                            "{\"routing\":{\"model\":\"llama\",\"exclude_models\":[\"%s\"]}}"
                                    .formatted(name));

            assertThat(plan.candidates()).isEmpty();
            assertThat(codes(plan)).containsExactly("excluded");
        }
    }

    @Test
    void aFormatThatAnthropicCannotBeAskedForGoesElsewhere() {
        Catalog both =
                load(
                        """
                        version: 1
                        providers:
                          a: {dialect: anthropic, base_url: "http://a/v1", priority: 1, enabled: true,
                              api_keys: [k], models: [old, new]}
                          b: {dialect: openai, base_url: "http://b/v1", priority: 2, enabled: true,
                              api_keys: [k], default_model: any}
                        models:
                          - {id: a/old, capabilities: [chat]}
                          - {id: a/new, capabilities: [chat, json_schema]}
                          - {id: b/any, capabilities: [chat]}
                        chains: {all: [a/old, a/new, b]}
                        """);
        String job =
                "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"response_format\":"
                        + "{\"type\":\"%s\",\"json_schema\":{\"schema\":{}}}},"
                        + "\"routing\":{\"model\":\"chain/all\"}}";

        assertThat(names(plan(both, job.formatted("json_object")))).containsExactly("b/any");
        assertThat(codes(plan(both, job.formatted("json_object"))))
                .containsExactly("not_capable", "not_capable");
        assertThat(names(plan(both, job.formatted("json_schema"))))
                .containsExactly("a/new", "b/any");
        assertThat(names(plan(both, job.formatted("text"))))
                .containsExactly("a/old", "a/new", "b/any");
    }

    @Test
    void whatAProviderTellsOfAModelNobodyKnewCounts() {
        ListedModel told =
                new ListedModel(
                        "new",
                        50L,
                        null,
                        null,
                        List.of("chat"),
                        List.of("tools"),
                        null,
                        null,
                        null);
        Catalog known =
                new KnownCatalog(() -> catalog, () -> Map.of("a", Map.of("new", told))).current();
        String tools =
                "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"tools\":[{\"type\":\"function\"}]},"
                        + "\"routing\":{\"model\":\"a/new\"}}";

        assertThat(codes(plan(known, "{\"routing\":{\"model\":\"a/new\"}}"))).isEmpty();
        assertThat(codes(plan(known, tools))).containsExactly("not_capable");
        assertThat(
                        names(
                                plan(
                                        known,
                                        "{\"routing\":{\"model\":\"a/new\",\"requires\":[\"vision\"]}}")))
                .as("nobody said that it cannot see")
                .containsExactly("a/new");
    }

    @Test
    void aChainsOrderIsKept() {
        assertThat(names(plan("{\"routing\":{\"model\":\"chain/two\"}}")))
                .containsExactly("c/tiny", "b/big");
    }

    @Test
    void theTaskChoosesChainAndModel() {
        assertThat(names(plan("{\"task\":{\"type\":\"triage\"}}")))
                .containsExactly("c/tiny", "a/small");
        assertThat(names(plan("{\"task\":{\"type\":\"code_review\"}}"))).startsWith("a/big");
    }

    @Test
    void anAliasKeepsItsOrder() {
        assertThat(names(plan("{\"routing\":{\"model\":\"fast\"}}")))
                .startsWith("b/big", "a/small");
    }

    /**
     * Where priority would say a and b first, and each of these names counts from its own start.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    careful  | c/tiny,a/small,b/big
                    graded   | c/tiny,a/big,b/big,a/small
                    cheapest | c/tiny,b/big,a/small,a/big
                    whoever  | c/tiny,a/small,b/big
                    """)
    void anAliasOverOtherNamesKeepsItsOrder(String alias, String expected) {
        assertThat(names(plan("{\"routing\":{\"model\":\"%s\"}}".formatted(alias))))
                .startsWith(expected.split(","));
    }

    @Test
    void aPlainIdMeansAllThatHaveIt() {
        assertThat(names(plan("{\"routing\":{\"model\":\"big\"}}")))
                .containsExactlyInAnyOrder("a/big", "b/big", "c/tiny");
    }

    @Test
    void aModelThatAServerToldOfIsFound() {
        fleet.apply(report("b", true, List.of("found-there")));

        assertThat(names(plan("{\"routing\":{\"model\":\"found-there\"}}")))
                .containsExactly("b/found-there");
    }

    @Test
    void whoIsLeftOutIsToldWithTheReason() {
        fleet.apply(report("b", false, List.of()));

        Plan plan = plan("{\"routing\":{\"offline\":true}}");

        assertThat(names(plan)).containsExactly("c/tiny");
        assertThat(plan.exclusions())
                .extracting(Plan.Exclusion::subject, Plan.Exclusion::code)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("a/small", "offline"),
                        org.assertj.core.groups.Tuple.tuple("d/gone", "disabled"));
    }

    @Test
    void aProviderWithoutKeyIsNotAbleNow() {
        fleet.apply(report("b", false, List.of()));

        Plan plan = plan("{\"routing\":{\"model\":\"b/big\"}}");

        assertThat(plan.candidates()).isEmpty();
        assertThat(plan.exclusions()).extracting(Plan.Exclusion::code).containsExactly("no_key");
        assertThat(plan.waitsForWorkers()).isFalse();
    }

    @Test
    void whoIsLimitedAtEveryWorkerIsLeftOutUntilThen() {
        Instant until = NOW.plusSeconds(40);
        fleet.apply(cooling("w1", "b", new CoolDown("big", "rate_limited", "full", until, true)));

        Plan plan = plan("{\"routing\":{\"model\":\"b/big\"}}");

        assertThat(plan.candidates()).isEmpty();
        assertThat(plan.exclusions())
                .containsExactly(new Plan.Exclusion("b/big", "rate_limited", "full", until));
        assertThat(plan.ableAgainAt()).contains(until);
        assertThat(names(plan("{\"routing\":{\"model\":\"b/other\"}}"))).contains("b/other");

        // And with a worker that knows of no limit
        fleet.apply(cooling("w2", "b"));
        assertThat(names(plan("{\"routing\":{\"model\":\"b/big\"}}"))).contains("b/big");

        // And with one that does until later
        fleet.apply(
                cooling(
                        "w2",
                        "b",
                        new CoolDown(null, "quota_exhausted", "spent", NOW.plusSeconds(90), true)));
        assertThat(plan("{\"routing\":{\"model\":\"b/big\"}}").ableAgainAt()).contains(until);
    }

    @Test
    void whoIsOutForAWhileIsToldBesideThoseWhoAreAble() {
        Instant until = NOW.plusSeconds(40);
        fleet.apply(cooling("w1", "b", new CoolDown("big", "rate_limited", "full", until, true)));

        Outlook outlook = outlook("{\"routing\":{\"model\":\"chain/two\"}}", anybody -> true);

        assertThat(names(outlook.plan())).containsExactly("c/tiny");
        assertThat(outlook.later()).containsExactly(new Retry(Candidate.api("b", "big"), until));
    }

    @Test
    void whoWasAskedIsNeitherPlannedNorTold() {
        Candidate tiny = Candidate.api("c", "tiny");

        Outlook outlook =
                outlook("{\"routing\":{\"model\":\"chain/two\"}}", who -> !who.equals(tiny));

        assertThat(names(outlook.plan())).containsExactly("b/big");
        assertThat(outlook.plan().exclusions()).isEmpty();
    }

    @Test
    void whoHasNoKeyLeftIsNotWaitedFor() {
        fleet.apply(
                cooling(
                        "w1",
                        "b",
                        new CoolDown(null, "no_key_left", "refused", NOW.plusSeconds(9), false)));

        Plan plan = plan("{\"routing\":{\"model\":\"b/big\"}}");

        assertThat(plan.exclusions())
                .extracting(Plan.Exclusion::code)
                .containsExactly("no_key_left");
        assertThat(plan.ableAgainAt()).isEmpty();
    }

    private static ProviderReport cooling(String worker, String provider, CoolDown... coolDowns) {
        return new ProviderReport(
                        worker, provider, true, null, null, List.of(), 10_000, NOW.plusMillis(1))
                .with(
                        new ProviderCondition(
                                new ProviderCondition.Keys(1, 0, List.of()),
                                List.of(coolDowns),
                                new ProviderCondition.Health("unknown", 0, 0, 0, null, null),
                                List.of()),
                        NOW.plusMillis(1));
    }

    @Test
    void aStaleReportCountsAsNone() {
        Plan plan =
                planner.plan(
                        admitted("{\"routing\":{\"model\":\"b/big\"}}"),
                        catalog,
                        fleet,
                        NOW.plusSeconds(31));

        assertThat(plan.exclusions()).extracting(Plan.Exclusion::code).containsExactly("no_worker");
        assertThat(plan.waitsForWorkers()).isTrue();
    }

    @Test
    void capabilitiesAndSizeAreLookedAt() {
        assertThat(names(plan("{\"routing\":{\"requires\":[\"vision\"]}}")))
                .doesNotContain("a/small", "c/tiny")
                .contains("b/big");
        String longPrompt = "word ".repeat(2_000);
        Plan plan =
                plan(
                        "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}}"
                                .formatted(longPrompt));
        assertThat(plan.exclusions()).extracting(Plan.Exclusion::code).contains("context_too_long");
    }

    @Test
    void aDearCandidateIsLeftOut() {
        Plan plan = plan("{\"routing\":{\"model\":\"a/big\",\"max_cost_usd\":\"0.000001\"}}");

        assertThat(plan.exclusions()).extracting(Plan.Exclusion::code).contains("too_dear");
    }

    @Test
    void anUnknownNameIsToldAsSuch() {
        Plan plan = plan("{\"routing\":{\"model\":\"nobody/nothing\"}}");

        assertThat(plan.candidates()).isEmpty();
        assertThat(plan.exclusions())
                .extracting(Plan.Exclusion::code)
                .containsExactly("unknown_model");
    }

    @Test
    void costBasedPutsTheCheapestFirstAndUnknownPricesLast() {
        assertThat(names(plan("{\"routing\":{\"strategy\":\"cost_based\"}}")))
                .startsWith("b/big", "a/small", "c/tiny");
    }

    /** Where priority would say a/small first whatever the task; c/tiny is the fallback of a. */
    @Test
    void costBasedExpectsTheOutputOfTheTaskType() {
        Catalog prices =
                new CatalogLoader(CatalogEnvironment.of(Map.of()))
                        .loadText(
                                "prices.yaml",
                                CATALOG.replace(
                                                "input_per_1m: 1, output_per_1m: 1",
                                                "input_per_1m: 9, output_per_1m: 1")
                                        .replace(
                                                "input_per_1m: 0.5, output_per_1m: 0.5",
                                                "input_per_1m: 1, output_per_1m: 4"));
        String job =
                "{\"task\":{\"type\":\"%s\"},\"routing\":{\"strategy\":\"cost_based\"},"
                        + "\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}}";
        String prompt = "x".repeat(4 * 800);

        assertThat(
                        names(
                                planner.plan(
                                        admitted(job.formatted("extract", prompt)),
                                        prices,
                                        fleet,
                                        NOW)))
                .startsWith("b/big", "a/small", "c/tiny");
        assertThat(
                        names(
                                planner.plan(
                                        admitted(job.formatted("code_generation", prompt)),
                                        prices,
                                        fleet,
                                        NOW)))
                .startsWith("a/small", "c/tiny", "b/big");
    }

    /** Where priority would say a/small each time. */
    @Test
    void otherJobsInBetweenTakeNoTurnOfTheRotation() {
        String job = "{\"routing\":{\"strategy\":\"round_robin\"}}";
        String other = "{\"routing\":{\"strategy\":\"round_robin\",\"requires\":[\"vision\"]}}";

        List<String> firsts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            firsts.add(names(decided(job)).getFirst());
            assertThat(names(decided(other))).isNotEmpty();
        }

        assertThat(firsts).containsExactly("a/small", "b/big", "a/small", "b/big");
    }

    @Test
    void roundRobinRotatesOverTheBestPriority() {
        String job = "{\"routing\":{\"strategy\":\"round_robin\"}}";

        List<String> firsts =
                List.of(
                        names(decided(job)).getFirst(),
                        names(decided(job)).getFirst(),
                        names(decided(job)).getFirst());

        assertThat(firsts).containsExactly("a/small", "b/big", "a/small");
    }

    @Test
    void whoOnlyAsksForThePlanTakesNoTurnOfTheRotation() {
        String job = "{\"routing\":{\"strategy\":\"round_robin\"}}";
        assertThat(names(plan(job))).startsWith("a/small");
        assertThat(names(plan(job))).startsWith("a/small");

        assertThat(names(decided(job))).startsWith("a/small");

        assertThat(names(plan(job))).as("whose turn is next").startsWith("b/big");
        assertThat(names(decided(job))).startsWith("b/big");
    }

    @Test
    void aStrategyOfALaterVersionIsRefusedByName() {
        Plan plan = plan("{\"routing\":{\"strategy\":\"learning\"}}");

        assertThat(plan.candidates()).isEmpty();
        assertThat(plan.exclusions().getFirst().detail()).contains("cost_based");
    }

    @Test
    void ollamasModelIsOneWhetherItsTagLatestIsNamedOrNot() {
        // Given
        Catalog withOllama = load(OLLAMA);
        fleet.apply(report("ollama", true, List.of("llama3.2", "qwen3:8b")));

        // Then
        for (String name :
                List.of("llama3.2", "llama3.2:latest", "ollama/llama3.2:latest", "llama")) {
            Plan plan =
                    planner.plan(
                            admitted("{\"routing\":{\"model\":\"" + name + "\"}}"),
                            withOllama,
                            fleet,
                            NOW);
            assertThat(names(plan)).as(name).containsExactly("ollama/llama3.2");
        }
    }

    @Test
    void ofALocalServersModelsATierMeansThoseItHas() {
        // Given a registry that knows two small models of Ollama's, one of which was pulled
        Catalog withOllama = load(OLLAMA);
        fleet.apply(report("ollama", true, List.of("llama3.2", "qwen3:8b")));

        // When
        Plan plan =
                planner.plan(
                        admitted("{\"routing\":{\"model\":\"auto/fast\"}}"),
                        withOllama,
                        fleet,
                        NOW);

        // Then
        assertThat(names(plan)).containsExactly("ollama/qwen3:8b");
    }

    private Plan plan(String jobJson) {
        return plan(catalog, jobJson);
    }

    private Plan plan(Catalog by, String jobJson) {
        return planner.plan(admitted(jobJson), by, fleet, NOW);
    }

    /** As for a job that is run. */
    private Plan decided(String jobJson) {
        return outlook(jobJson, anybody -> true).plan();
    }

    private Outlook outlook(String jobJson, Predicate<Candidate> open) {
        return planner.outlook(admitted(jobJson), open, catalog, fleet, NOW);
    }

    private static Catalog load(String yaml) {
        return new CatalogLoader(CatalogEnvironment.of(Map.of())).loadText("test.yaml", yaml);
    }

    private static List<String> codes(Plan plan) {
        return plan.exclusions().stream().map(Plan.Exclusion::code).toList();
    }

    private static JobAdmitted admitted(String jobJson) {
        try {
            Job job = Json.read(jobJson.getBytes(StandardCharsets.UTF_8), Job.class);
            Job whole =
                    job.input() != null
                            ? job
                            : new Job(
                                    null,
                                    ChatInput.of("hello"),
                                    null,
                                    null,
                                    null,
                                    job.task() == null ? Task.UNSPECIFIED : job.task(),
                                    job.routing() == null ? Routing.DEFAULT : job.routing(),
                                    null,
                                    null,
                                    null,
                                    null);
            return new JobAdmitted(
                    JobId.create(), "t", whole, NOW, NOW.plusSeconds(60), 0, false, null, null);
        } catch (IOException e) {
            throw new IllegalArgumentException(jobJson, e);
        }
    }

    private static ProviderReport report(String provider, boolean usable, List<String> models) {
        return new ProviderReport(
                "w1",
                provider,
                usable,
                usable ? null : "no_key",
                usable ? null : "no key",
                models,
                10_000,
                NOW);
    }

    /** Without the shipped providers, which are able or not by their own rights. */
    private static List<String> names(Plan plan) {
        return plan.candidates().stream()
                .map(Plan.Planned::candidate)
                .filter(candidate ->
                        List.of("a", "b", "c", "d", "ollama").contains(candidate.provider()))
                .map(Candidate::name)
                .toList();
    }
}
