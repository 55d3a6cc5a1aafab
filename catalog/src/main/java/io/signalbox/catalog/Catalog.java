package io.signalbox.catalog;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that the operator configured, laid over the shipped defaults. Immutable, so that a new one
 * takes its place as a whole; every map keeps the file's order.
 *
 * @param version of the content: 12 hex digits, the same wherever the same files are read, whatever
 *     the environment holds
 * @param offline true: no candidate that leaves this machine or cluster, ever
 * @param providers by name
 * @param models the registry, by {@code provider/id}
 * @param agents by name
 * @param aliases the names that a word stands for, first choice first
 * @param chains by name, first choice first
 * @param taskChains by task type, first choice first
 * @param keys callers' keys; empty: open, on loopback only
 * @param profileDirs where profiles lie, absolute; need not exist
 * @param commandDirs where commands lie, absolute; need not exist
 * @param warnings what is odd, each as {@code file:line: path: message}; never a secret
 */
public record Catalog(
        String version,
        Mode mode,
        boolean offline,
        Map<String, Provider> providers,
        Map<String, Model> models,
        Map<String, Agent> agents,
        Workspaces workspaces,
        Map<String, List<String>> aliases,
        Map<String, List<ChainEntry>> chains,
        Map<String, List<ChainEntry>> taskChains,
        RoutingPolicy routing,
        CachePolicy cache,
        List<Budget> budgets,
        Privacy privacy,
        List<ApiKeyEntry> keys,
        KafkaBindings kafka,
        List<Path> profileDirs,
        List<Path> commandDirs,
        List<String> warnings) {

    public Catalog {
        providers = ordered(providers);
        models = ordered(models);
        agents = ordered(agents);
        aliases = ordered(aliases);
        chains = ordered(chains);
        taskChains = ordered(taskChains);
        budgets = List.copyOf(budgets);
        keys = List.copyOf(keys);
        profileDirs = List.copyOf(profileDirs);
        commandDirs = List.copyOf(commandDirs);
        warnings = List.copyOf(warnings);
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** The same with another registry. */
    public Catalog withModels(Map<String, Model> registry) {
        return new Catalog(
                version,
                mode,
                offline,
                providers,
                registry,
                agents,
                workspaces,
                aliases,
                chains,
                taskChains,
                routing,
                cache,
                budgets,
                privacy,
                keys,
                kafka,
                profileDirs,
                commandDirs,
                warnings);
    }

    public Optional<Provider> provider(String name) {
        return Optional.ofNullable(providers.get(name));
    }

    public Optional<Agent> agent(String name) {
        return Optional.ofNullable(agents.get(name));
    }

    /** What the registry knows; empty for a model that discovery alone has found. */
    public Optional<Model> model(String provider, String id) {
        return Optional.ofNullable(models.get(provider + "/" + id));
    }

    /** The registry's models of one provider, in its order. */
    public List<Model> modelsOf(String provider) {
        return models.values().stream().filter(m -> m.provider().equals(provider)).toList();
    }

    /** By priority, then by name; those that are off too. */
    public List<Provider> providersByPriority() {
        return providers.values().stream()
                .sorted(Comparator.comparingInt(Provider::priority).thenComparing(Provider::name))
                .toList();
    }

    /** What a word stands for; empty where it is no alias. */
    public List<String> alias(String word) {
        return aliases.getOrDefault(word, List.of());
    }

    public Optional<List<ChainEntry>> chain(String name) {
        return Optional.ofNullable(chains.get(name));
    }

    /** The chain for a task type; null is a task without one. */
    public Optional<List<ChainEntry>> taskChain(@Nullable String taskType) {
        return taskType == null ? Optional.empty() : Optional.ofNullable(taskChains.get(taskType));
    }

    /** How much there is, never what. */
    @Override
    public String toString() {
        return "Catalog[%s: %d providers, %d models, %d agents]"
                .formatted(version, providers.size(), models.size(), agents.size());
    }
}
