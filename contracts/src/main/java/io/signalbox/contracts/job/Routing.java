package io.signalbox.contracts.job;

import io.signalbox.contracts.attempt.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says about who may do the job; null leaves it to the catalog.
 *
 * @param model a model name, an alias, {@code auto}, {@code auto/<tier>} or {@code chain/<name>}
 * @param mode {@code api}, {@code cli} or {@code auto}
 * @param strategy how able candidates are ordered
 * @param chain a named chain of the catalog
 * @param requires capability tags that a candidate must have
 * @param excludeModels model names that must not do it
 * @param offline true: no candidate that leaves this machine or cluster
 * @param maxCostUsd most that the whole job may cost
 * @param session jobs of one session prefer the candidate that answered last
 * @param cache false: neither read nor write the response cache
 * @param search whether the web is searched before the call: {@code on}, {@code off} or {@code
 *     auto}; null is off
 */
public record Routing(
        String model,
        @Nullable String mode,
        @Nullable String strategy,
        @Nullable String chain,
        List<String> requires,
        List<String> excludeModels,
        @Nullable Boolean offline,
        @Nullable Usd maxCostUsd,
        @Nullable String session,
        @Nullable Boolean cache,
        @Nullable String search) {

    /** Any able candidate, in the catalog's order. */
    public static final String AUTO = "auto";

    public static final Routing DEFAULT = forModel(AUTO);

    public Routing(
            @Nullable String model,
            @Nullable String mode,
            @Nullable String strategy,
            @Nullable String chain,
            @Nullable List<String> requires,
            @Nullable List<String> excludeModels,
            @Nullable Boolean offline,
            @Nullable Usd maxCostUsd,
            @Nullable String session,
            @Nullable Boolean cache,
            @Nullable String search) {
        this.model = model == null || model.isBlank() ? AUTO : model;
        this.mode = mode;
        this.strategy = strategy;
        this.chain = chain;
        this.requires = requires == null ? List.of() : List.copyOf(requires);
        this.excludeModels = excludeModels == null ? List.of() : List.copyOf(excludeModels);
        this.offline = offline;
        this.maxCostUsd = maxCostUsd;
        this.session = session;
        this.cache = cache;
        this.search = search;
    }

    public static Routing forModel(String model) {
        return new Routing(model, null, null, null, null, null, null, null, null, null, null);
    }

    public Routing withModel(String newModel) {
        return new Routing(
                newModel,
                mode,
                strategy,
                chain,
                requires,
                excludeModels,
                offline,
                maxCostUsd,
                session,
                cache,
                search);
    }
}
