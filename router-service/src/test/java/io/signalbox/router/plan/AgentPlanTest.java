package io.signalbox.router.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.event.AgentListing;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.ProviderCondition;
import io.signalbox.contracts.event.ProviderReport;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Json;
import io.signalbox.messaging.fleet.Fleet;
import io.signalbox.router.strategy.ApiFirstStrategy;
import io.signalbox.router.strategy.CliFirstStrategy;
import io.signalbox.router.strategy.ExpectedUse;
import io.signalbox.router.strategy.PriorityStrategy;
import io.signalbox.router.strategy.StrategiesForTests;
import io.signalbox.testsupport.Events;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One plan over model APIs and agents. */
class AgentPlanTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final String CATALOG =
            """
            version: 1
            providers:
              api: {dialect: openai, base_url: "http://a/v1", api_keys: [k], priority: 5,
                    default_model: m}
              silent: {dialect: openai, base_url: "http://s/v1", api_keys: [k], priority: 6,
                       default_model: m}
            agents:
              coder: {command: coder, capabilities: [code, docs], priority: 2,
                      models: [big, small], options: {model: big}}
              helper: {command: helper, capabilities: [code], priority: 9, local: true, free: true}
              script: {command: script, last_resort: true, capabilities: [code, docs], priority: 1}
              gone: {command: gone, enabled: false, disabled_reason: "it was retired"}
            aliases: {both: [agent/coder, api/m]}
            chains:
              mixed: [agent/helper, api, agent/coder/small]
              models: [agent/coder/small, agent/coder/big]
            """;

    private final Catalog catalog =
            new CatalogLoader(CatalogEnvironment.of(Map.of())).loadText("test.yaml", CATALOG);
    private final Fleet fleet = new Fleet();
    private final ExpectedUse expectedUse = new ExpectedUse(Map.of());
    private final Planner planner =
            new Planner(
                    StrategiesForTests.of(
                            new PriorityStrategy(), new ApiFirstStrategy(), new CliFirstStrategy()),
                    32,
                    expectedUse,
                    new WorkerPatience(NOW.minusSeconds(3_600)));

    @BeforeEach
    void everybodyIsUsable() {
        fleet.apply(new ProviderReport("w", "api", true, null, null, List.of(), 10_000, NOW));
        for (String agent : List.of("coder", "helper", "gone", "script")) {
            fleet.apply(agent(agent, true));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # a conversation is for models, unless it prefers agents
                    {}                                                          | api/m
                    {"routing":{"mode":"api"}}                                  | api/m
                    {"routing":{"mode":"cli"}}                                  | agent/coder,agent/helper,api/m
                    # a workspace is for agents, unless it prefers models
                    {"workspace":{"repository":"/r"}}                           | agent/coder,agent/helper,api/m
                    {"workspace":{"repository":"/r"},"routing":{"mode":"api"}}  | api/m,agent/coder,agent/helper
                    {"workspace":{"repository":"/r"},"routing":{"strategy":"api_first"}} | api/m,agent/coder,agent/helper
                    {"routing":{"chain":"mixed","strategy":"cli_first"}}        | agent/coder,agent/helper,api/m
                    {"routing":{"chain":"mixed"}}                               | agent/helper,api/m,agent/coder
                    {"routing":{"model":"agent/coder"}}                         | agent/coder
                    {"routing":{"model":"both"}}                                | agent/coder,api/m
                    {"workspace":{"repository":"/r"},"routing":{"requires":["docs"]}} | agent/coder,api/m
                    {"workspace":{"repository":"/r"},"routing":{"exclude_models":["agent/coder"]}} | agent/helper,api/m
                    """)
    void onePlanHoldsBoth(String job, String expected) {
        assertThat(names(plan(job)))
                .as("the last resort stands behind all")
                .endsWith("agent/script")
                .startsWith(expected.split(","))
                .hasSize(expected.split(",").length + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"routing":{"model":"agent/gone"}}         | disabled      | it was retired
                    {"routing":{"model":"agent/coder/huge"}}   | unknown_model | the catalog lists the models of agent/coder, and huge is none of them
                    {"input":{"messages":[],"tools":[{"type":"function","function":{"name":"f"}}]},"routing":{"model":"agent/coder"}} | not_capable | an agent has tools of its own, not the caller's
                    {"input":{"messages":[],"response_format":{"type":"json_object"}},"routing":{"model":"agent/coder"}} | not_capable | an agent keeps to no response_format
                    {"input":{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://i"}}]}]},"routing":{"model":"agent/coder"}} | not_capable | an agent's prompt holds no images
                    {"embedding":{"input":["x"]},"routing":{"model":"agent/coder"}} | not_capable | an agent makes no embeddings
                    """)
    void anAgentThatCannotIsLeftOutWithTheReason(String job, String code, String detail) {
        Plan plan = plan(job);

        assertThat(plan.exclusions())
                .first()
                .satisfies(exclusion -> {
                    assertThat(exclusion.code()).isEqualTo(code);
                    assertThat(exclusion.detail()).isEqualTo(detail);
                });
    }

    @Test
    void anAgentTakesTheModelThatIsNamedElseItsOwn() {
        assertThat(plan("{\"routing\":{\"model\":\"agent/coder/small\"}}").candidates())
                .first()
                .satisfies(it -> assertThat(it.candidate().model()).isEqualTo("small"));
        assertThat(plan("{\"routing\":{\"model\":\"agent/coder\"}}").candidates())
                .first()
                .satisfies(it -> assertThat(it.candidate().model()).isEqualTo("big"));
    }

    @Test
    void anAgentWithTwoModelsIsTwoCandidates() {
        assertThat(plan("{\"routing\":{\"chain\":\"models\"}}").candidates())
                .extracting(Plan.Planned::candidate)
                .startsWith(Candidate.agent("coder", "small"), Candidate.agent("coder", "big"))
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"small", "agent/coder/small"})
    void anAgentsModelIsExcludedByItsNameOrTheAgentsWithIt(String name) {
        Plan plan =
                plan(
                        "{\"routing\":{\"chain\":\"models\",\"exclude_models\":[\"%s\"]}}"
                                .formatted(name));

        assertThat(plan.candidates())
                .extracting(Plan.Planned::candidate)
                .startsWith(Candidate.agent("coder", "big"))
                .hasSize(2);
        assertThat(plan.exclusions())
                .containsExactly(
                        new Plan.Exclusion("agent/coder/small", "excluded", "the job excludes it"));
    }

    @Test
    void anAgentThatNoWorkerHasIsNotAbleNow() {
        fleet.apply(agent("coder", false));

        Plan plan = plan("{\"routing\":{\"model\":\"agent/coder\"}}");

        assertThat(plan.exclusions())
                .singleElement()
                .satisfies(it -> assertThat(it.code()).isEqualTo("not_installed"));
        assertThat(names(plan)).containsExactly("agent/script");
    }

    @Test
    void offlineIsForThoseWhoLeaveThisMachineTheLastResortToo() {
        String job = "{\"workspace\":{\"repository\":\"/r\"},\"routing\":{\"offline\":true}}";

        assertThat(names(plan(job))).containsExactly("agent/helper");
    }

    @Test
    void theLastResortDoesNotComeBeforeThoseWhoAreOutForAWhile() {
        fleet.apply(spent("coder", NOW.plusSeconds(60)));

        Plan plan = plan("{\"routing\":{\"model\":\"agent/coder\"}}");

        assertThat(plan.candidates()).isEmpty();
        assertThat(plan.ableAgainAt()).contains(NOW.plusSeconds(60));
        assertThat(names(plan("{\"routing\":{\"model\":\"both\"}}"))).containsExactly("api/m");
    }

    @Test
    void theLastResortDoesNotWaitForThoseWhoComeBackTooLate() {
        fleet.apply(spent("coder", NOW.plusSeconds(86_400)));

        assertThat(names(plan("{\"routing\":{\"model\":\"agent/coder\"}}")))
                .containsExactly("agent/script");
    }

    @Test
    void theLastResortWaitsForThreeHeartbeatsForThoseWhomNoWorkerReports() {
        // Given a job for a provider of which no worker has told yet
        Job job = Job.chat("silent/m", ChatInput.of("hello"));
        JobAdmitted admitted = Events.admitted(JobId.create(), job, NOW);

        // Then it is not the last resort's until it is likely that none will
        assertThat(names(planAt(admitted, NOW))).isEmpty();
        assertThat(names(planAt(admitted, NOW.plusMillis(29_999)))).isEmpty();
        assertThat(names(planAt(admitted, NOW.plusSeconds(30)))).containsExactly("agent/script");
    }

    @Test
    void theLastResortWaitsNoLongerThanHalfOfTheTimeThereIs() {
        Job job = Job.chat("silent/m", ChatInput.of("hello"));
        JobAdmitted urgent =
                new JobAdmitted(
                        JobId.create(), "t", job, NOW, NOW.plusSeconds(20), 0, false, null, null);

        assertThat(names(planAt(urgent, NOW.plusSeconds(10)))).containsExactly("agent/script");
    }

    @Test
    void aRouterThatHasJustBegunGivesWorkersTheirTimeForOlderJobsToo() {
        WorkerPatience restarted = new WorkerPatience(NOW.plusSeconds(60));

        assertThat(restarted.lasts(NOW, NOW.plusSeconds(600), NOW.plusSeconds(89))).isTrue();
        assertThat(restarted.lasts(NOW, NOW.plusSeconds(600), NOW.plusSeconds(90))).isFalse();
    }

    /** As of a time at which everybody else's worker has told. */
    private Plan planAt(JobAdmitted admitted, Instant now) {
        fleet.apply(
                ProviderReport.ofAgent(
                        "w",
                        "script",
                        true,
                        null,
                        null,
                        List.of(),
                        new AgentListing(null, null, 2, 0),
                        10_000,
                        now));
        return planner.plan(admitted, catalog, fleet, now);
    }

    private static ProviderReport spent(String agent, Instant until) {
        ProviderCondition.CoolDown coolDown =
                new ProviderCondition.CoolDown(
                        null, "quota_exhausted", "enough for today", until, true);
        return agent(agent, true)
                .with(
                        new ProviderCondition(
                                new ProviderCondition.Keys(0, 0, List.of()),
                                List.of(coolDown),
                                new ProviderCondition.Health("unknown", 0, 0, 0, null, null),
                                List.of()),
                        NOW);
    }

    private static ProviderReport agent(String name, boolean usable) {
        return ProviderReport.ofAgent(
                "w",
                name,
                usable,
                usable ? null : "not_installed",
                usable ? null : name + " is not on the PATH",
                List.of(),
                new AgentListing(null, null, 2, 0),
                10_000,
                NOW);
    }

    private Plan plan(String jobJson) {
        try {
            Job job = Json.read(jobJson.getBytes(StandardCharsets.UTF_8), Job.class);
            return planner.plan(Events.admitted(JobId.create(), job, NOW), catalog, fleet, NOW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(Plan plan) {
        return plan.candidates().stream().map(it -> it.candidate().name()).toList();
    }
}
