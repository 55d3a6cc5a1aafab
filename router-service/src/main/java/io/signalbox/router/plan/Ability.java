package io.signalbox.router.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Mode;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Price;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.Routing;
import io.signalbox.messaging.fleet.CoolDowns;
import io.signalbox.messaging.fleet.Fleet;
import io.signalbox.router.strategy.ExpectedUse;
import io.signalbox.tokens.PromptTokens;
import io.signalbox.tokens.Tokenizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a provider's model can do a job: enabled, capable, allowed; and whether it is able now.
 * The first reason against it is the one told.
 */
final class Ability {

    private final Catalog catalog;
    private final Fleet fleet;
    private final Instant now;
    private final PromptTokens prompt;
    private final ExpectedUse expectedUse;

    /**
     * @param prompt of the one job that is asked about
     */
    Ability(
            Catalog catalog,
            Fleet fleet,
            Instant now,
            PromptTokens prompt,
            ExpectedUse expectedUse) {
        this.catalog = catalog;
        this.fleet = fleet;
        this.now = now;
        this.prompt = prompt;
        this.expectedUse = expectedUse;
    }

    /** Why not, now and later, or empty where it could. */
    Optional<Plan.Exclusion> against(
            Provider provider, String modelId, @Nullable Model model, Job job) {
        String subject = provider.name() + "/" + modelId;
        return disabled(provider, subject)
                .or(() -> notAllowed(provider, modelId, model, job.routing(), subject))
                .or(() -> unknownHere(provider, modelId, subject))
                .or(() -> notOfThatKind(provider, model, job, subject))
                .or(() -> notCapable(model, job, subject))
                .or(() -> notOfItsFormat(provider, model, job, subject));
    }

    private static Optional<Plan.Exclusion> disabled(Provider provider, String subject) {
        if (provider.enabled() != Enablement.OFF) {
            return Optional.empty();
        }
        String reason = provider.disabledReason();
        return exclude(
                subject, "disabled", reason == null ? "enabled: false in the catalog" : reason);
    }

    private Optional<Plan.Exclusion> notAllowed(
            Provider provider,
            String modelId,
            @Nullable Model model,
            Routing routing,
            String subject) {
        if (!provider.local() && (catalog.offline() || Boolean.TRUE.equals(routing.offline()))) {
            return exclude(subject, "offline", "it leaves this machine, and the job is offline");
        }
        if (catalog.mode() == Mode.HOSTED && provider.local()) {
            return exclude(subject, "mode", "it is local, and the mode is hosted");
        }
        if (catalog.mode() == Mode.FREE_ONLY && !provider.free() && !isFree(model)) {
            return exclude(subject, "mode", "it costs money, and the mode is free_only");
        }
        if (routing.excludeModels().stream().anyMatch(name -> isNamed(provider, modelId, name))) {
            return exclude(subject, "excluded", "the job excludes it");
        }
        return Optional.empty();
    }

    /** By its full name or the provider's own id, in any of the spellings that the id has. */
    private static boolean isNamed(Provider provider, String modelId, String name) {
        String prefix = provider.name() + "/";
        String id = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        return name.equals(modelId) || provider.dialect().modelId(id).equals(modelId);
    }

    private static boolean isFree(@Nullable Model model) {
        Price price = model == null ? null : model.price();
        return price != null
                && price.inputPer1M().signum() == 0
                && price.outputPer1M().signum() == 0;
    }

    private Optional<Plan.Exclusion> unknownHere(
            Provider provider, String modelId, String subject) {
        if (provider.hasClosedModelList() && !provider.models().contains(modelId)) {
            return exclude(
                    subject,
                    "unknown_model",
                    "the catalog lists the models of %s, and this is none of them"
                            .formatted(provider.name()));
        }
        return Optional.empty();
    }

    /** Answers and vectors are made by different models; of an unknown one nothing is known. */
    private static Optional<Plan.Exclusion> notOfThatKind(
            Provider provider, @Nullable Model model, Job job, String subject) {
        if (job.embedding() == null) {
            return model != null && model.isForEmbeddingOnly()
                    ? exclude(subject, "not_capable", "it makes embeddings and answers nothing")
                    : Optional.empty();
        }
        if (provider.dialect().equals(Dialect.ANTHROPIC)) {
            return exclude(subject, "not_capable", "dialect anthropic has no embeddings");
        }
        return model != null && !model.mayHave(Model.EMBEDDING)
                ? exclude(subject, "not_capable", "it makes no embeddings")
                : Optional.empty();
    }

    private Optional<Plan.Exclusion> notCapable(@Nullable Model model, Job job, String subject) {
        if (model == null) {
            return Optional.empty();
        }
        LocalDate end = model.endOfLife();
        if (end != null && !now.atZone(ZoneOffset.UTC).toLocalDate().isBefore(end)) {
            return exclude(
                    subject,
                    "retired",
                    "retired on "
                            + end
                            + (model.successor() == null ? "" : "; use " + model.successor()));
        }
        for (String tag : job.routing().requires()) {
            if (!model.mayHave(tag)) {
                return exclude(subject, "not_capable", "it lacks the capability " + tag);
            }
        }
        ChatInput input = job.conversation();
        if (input.hasImages() && !model.mayHave("vision")) {
            return exclude(subject, "not_capable", "it cannot see images");
        }
        if (!input.tools().isEmpty() && !model.mayHave("tools")) {
            return exclude(subject, "not_capable", "it cannot call tools");
        }
        Long window = model.contextWindow();
        Long tokens = window == null ? null : prompt.tooMany(Tokenizer.of(model.id()), window);
        if (tokens != null) {
            return exclude(
                    subject,
                    "context_too_long",
                    "the %s has about %d tokens, its context window %d"
                            .formatted(
                                    job.embedding() == null ? "prompt" : "longest text",
                                    tokens,
                                    window));
        }
        return tooDear(model, job, subject);
    }

    /** What a provider's wire format cannot say: its worker would refuse the job. */
    private static Optional<Plan.Exclusion> notOfItsFormat(
            Provider provider, @Nullable Model model, Job job, String subject) {
        JsonNode format = job.conversation().responseFormat();
        String type = format == null ? "" : format.path("type").asText();
        if (!provider.dialect().equals(Dialect.ANTHROPIC)) {
            return Optional.empty();
        }
        if (type.equals("json_object")) {
            return exclude(subject, "not_capable", "its API has no JSON mode without a schema");
        }
        return type.equals("json_schema") && model != null && !model.mayHave("json_schema")
                ? exclude(subject, "not_capable", "it cannot keep to a JSON schema")
                : Optional.empty();
    }

    private Optional<Plan.Exclusion> tooDear(Model model, Job job, String subject) {
        Usd most = job.routing().maxCostUsd();
        Price price = model.price();
        if (most == null || price == null) {
            return Optional.empty();
        }
        Usd expected = price.cost(expectedUse.of(job, prompt, model.id()));
        return expected.compareTo(most) <= 0
                ? Optional.empty()
                : exclude(
                        subject,
                        "too_dear",
                        "expected to cost $%s, the job allows $%s".formatted(expected, most));
    }

    /** Why not now, whatever the job; or empty where it is able. */
    Optional<Plan.Exclusion> againstNow(Provider provider, String modelId) {
        String subject = provider.name() + "/" + modelId;
        return switch (fleet.state(provider.name(), now)) {
            case Fleet.State.Usable ignored -> coolingDown(provider, modelId, subject);
            case Fleet.State.Unusable unusable ->
                    exclude(subject, unusable.code(), unusable.reason());
        };
    }

    private Optional<Plan.Exclusion> coolingDown(
            Provider provider, String modelId, String subject) {
        return CoolDowns.of(fleet.reports(provider.name(), now), modelId, now)
                .map(coolDown -> coolDown.exclusion(subject));
    }

    private static Optional<Plan.Exclusion> exclude(String subject, String code, String detail) {
        return Optional.of(new Plan.Exclusion(subject, code, detail));
    }
}
