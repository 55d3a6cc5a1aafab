package io.signalbox.router.plan;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Mode;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.Routing;
import io.signalbox.messaging.fleet.CoolDowns;
import io.signalbox.messaging.fleet.Fleet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an agent can do a job: enabled, capable, allowed, able now. The first reason against it
 * is the one told.
 */
final class AgentAbility {

    private final Catalog catalog;
    private final Fleet fleet;
    private final Instant now;

    AgentAbility(Catalog catalog, Fleet fleet, Instant now) {
        this.catalog = catalog;
        this.fleet = fleet;
        this.now = now;
    }

    /** Why not, or empty where it can. */
    Optional<Plan.Exclusion> against(Agent agent, @Nullable String model, Job job) {
        String subject = "agent/" + agent.name();
        return disabled(agent, subject)
                .or(() -> notAllowed(agent, model, job.routing(), subject))
                .or(() -> unknownHere(agent, model, subject))
                .or(() -> notCapable(agent, job, subject))
                .or(() -> notAbleNow(model, subject));
    }

    private static Optional<Plan.Exclusion> disabled(Agent agent, String subject) {
        if (agent.enabled() != Enablement.OFF) {
            return Optional.empty();
        }
        String reason = agent.disabledReason();
        return exclude(
                subject, "disabled", reason == null ? "enabled: false in the catalog" : reason);
    }

    private Optional<Plan.Exclusion> notAllowed(
            Agent agent, @Nullable String model, Routing routing, String subject) {
        if (!agent.local() && (catalog.offline() || Boolean.TRUE.equals(routing.offline()))) {
            return exclude(subject, "offline", "its model is elsewhere, and the job is offline");
        }
        if (catalog.mode() == Mode.HOSTED && agent.local()) {
            return exclude(subject, "mode", "it is local, and the mode is hosted");
        }
        if (catalog.mode() == Mode.FREE_ONLY && !agent.free()) {
            return exclude(subject, "mode", "it costs money, and the mode is free_only");
        }
        if (routing.excludeModels().contains(subject)
                || routing.excludeModels().contains(agent.name())) {
            return exclude(subject, "excluded", "the job excludes it");
        }
        String withModel = subject + "/" + model;
        boolean isExcluded =
                model != null
                        && (routing.excludeModels().contains(withModel)
                                || routing.excludeModels().contains(model));
        return isExcluded
                ? exclude(withModel, "excluded", "the job excludes it")
                : Optional.empty();
    }

    private static Optional<Plan.Exclusion> unknownHere(
            Agent agent, @Nullable String model, String subject) {
        return model == null || agent.accepts(model)
                ? Optional.empty()
                : exclude(
                        subject,
                        "unknown_model",
                        "the catalog lists the models of %s, and %s is none of them"
                                .formatted(subject, model));
    }

    /** What a prompt on a command line cannot carry. */
    private static Optional<Plan.Exclusion> notCapable(Agent agent, Job job, String subject) {
        if (job.embedding() != null) {
            return exclude(subject, "not_capable", "an agent makes no embeddings");
        }
        List<String> lacking =
                job.routing().requires().stream()
                        .filter(tag -> !agent.capabilities().contains(tag))
                        .toList();
        if (!lacking.isEmpty()) {
            return exclude(subject, "not_capable", "it lacks the capability " + lacking.getFirst());
        }
        ChatInput input = job.conversation();
        if (input.hasImages()) {
            return exclude(subject, "not_capable", "an agent's prompt holds no images");
        }
        if (!input.tools().isEmpty()) {
            return exclude(
                    subject, "not_capable", "an agent has tools of its own, not the caller's");
        }
        String format =
                input.responseFormat() == null
                        ? "text"
                        : input.responseFormat().path("type").asText("text");
        return format.equals("text")
                ? Optional.empty()
                : exclude(subject, "not_capable", "an agent keeps to no response_format");
    }

    private Optional<Plan.Exclusion> notAbleNow(@Nullable String model, String subject) {
        return switch (fleet.state(subject, now)) {
            case Fleet.State.Usable ignored ->
                    CoolDowns.of(fleet.reports(subject, now), model == null ? "" : model, now)
                            .map(coolDown -> coolDown.exclusion(subject));
            case Fleet.State.Unusable unusable ->
                    exclude(subject, unusable.code(), unusable.reason());
        };
    }

    private static Optional<Plan.Exclusion> exclude(String subject, String code, String detail) {
        return Optional.of(new Plan.Exclusion(subject, code, detail));
    }
}
