package io.signalbox.gateway.providers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signalbox.catalog.Agent;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.event.AgentListing;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.ProviderReport;
import io.signalbox.messaging.fleet.CoolDowns;
import io.signalbox.messaging.fleet.Fleet;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One agent as {@code GET /v1/agents} shows it: what all live workers tell, put together.
 *
 * @param status {@code usable}; else why not: a code as in {@code POST /v1/route}
 * @param reason in words; null where usable
 * @param enabled true, false or auto
 * @param detected whether a worker found its program
 * @param version as the program tells it, of the first worker that has it; null where none does
 * @param capabilities its tags, sorted
 * @param models the only ones that it takes; empty: any
 * @param slots runs at once, over all workers that can use it
 * @param running runs now, as of the workers' last reports
 * @param workers how many live workers tell of it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record AgentView(
        String name,
        String status,
        @Nullable String reason,
        String enabled,
        boolean detected,
        @Nullable String version,
        boolean local,
        boolean free,
        int priority,
        List<String> capabilities,
        List<String> models,
        int slots,
        int running,
        int workers) {

    /** What keeps the whole agent out counts, not what keeps out one of its models. */
    private static final String ANY_MODEL = "";

    static AgentView of(Agent agent, Fleet known, Instant now) {
        String subject = Candidate.agent(agent.name(), null).name();
        List<ProviderReport> reports = known.reports(subject, now);
        List<AgentListing> told =
                reports.stream().map(ProviderReport::agent).filter(Objects::nonNull).toList();
        Optional<Plan.Exclusion> out =
                switch (known.state(subject, now)) {
                    case Fleet.State.Usable ignored ->
                            CoolDowns.of(reports, ANY_MODEL, now)
                                    .map(coolDown -> coolDown.exclusion(subject));
                    case Fleet.State.Unusable unusable ->
                            Optional.of(
                                    new Plan.Exclusion(
                                            subject, unusable.code(), unusable.reason()));
                };
        return new AgentView(
                agent.name(),
                out.map(Plan.Exclusion::code).orElse("usable"),
                out.map(Plan.Exclusion::detail).orElse(null),
                ProviderStateView.enabled(agent.enabled()),
                told.stream().anyMatch(listing -> listing.command() != null),
                told.stream()
                        .map(AgentListing::version)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                agent.local(),
                agent.free(),
                agent.priority(),
                agent.capabilities().stream().sorted().toList(),
                agent.models(),
                told.stream().mapToInt(AgentListing::slots).sum(),
                told.stream().mapToInt(AgentListing::running).sum(),
                reports.size());
    }
}
