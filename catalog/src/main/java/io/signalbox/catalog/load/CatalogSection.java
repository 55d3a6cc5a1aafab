package io.signalbox.catalog.load;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.ApiKeyEntry;
import io.signalbox.catalog.Budget;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.ChainEntry;
import io.signalbox.catalog.Mode;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Privacy;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.RoutingPolicy;
import io.signalbox.catalog.yaml.Form;
import io.signalbox.catalog.yaml.MappingReader;
import io.signalbox.catalog.yaml.Problem;
import io.signalbox.catalog.yaml.Problems;
import io.signalbox.catalog.yaml.Tree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The whole file: every section, then what they say of each other. */
final class CatalogSection {

    private static final Form<String> VERSION =
            Forms.checked("1, the only version of this format", s -> s, s -> s.equals("1"));

    private final Problems problems;
    private final ApiKeys apiKeys;
    private final References references;
    private final Paths paths;

    CatalogSection(CatalogEnvironment environment, Problems problems) {
        this.problems = problems;
        this.apiKeys = new ApiKeys(environment, problems);
        this.references = new References(problems);
        this.paths = new Paths(environment);
    }

    /** Reads on whatever is wrong: the result counts only where no problem was told. */
    Catalog read(Tree.Mapping tree, String version) {
        try (MappingReader in = MappingReader.root(tree, problems)) {
            in.find("version", VERSION);
            Map<String, Provider> providers = providers(in);
            Map<String, Model> models = models(in, providers);
            Map<String, Agent> agents = agents(in);
            ChainSection lists = new ChainSection(references);
            Map<String, List<ChainEntry>> chains = lists.chains(in.section("chains"));
            Map<String, List<ChainEntry>> taskChains = lists.chains(in.section("task_chains"));
            Map<String, List<String>> aliases =
                    lists.aliases(in.section("aliases"), providers.keySet());
            RoutingPolicy routing =
                    new RoutingSection(references, problems).read(in.section("routing"));
            KeySection keys = new KeySection();
            List<ApiKeyEntry> callersKeys =
                    in.sectionList("keys", "id").stream().map(keys::read).toList();
            Policies policies = policies(in.section("policies"));
            references.check(
                    new References.Names(providers, agents, models.keySet(), chains.keySet()));
            return new Catalog(
                    version,
                    in.get("mode", Forms.oneOf(Mode.class), Mode.HYBRID),
                    in.get("offline", Forms.FLAG, false),
                    providers,
                    models,
                    agents,
                    PolicySection.workspaces(in.section("workspaces"), paths),
                    aliases,
                    chains,
                    taskChains,
                    routing,
                    PolicySection.cache(in.section("cache")),
                    policies.budgets(),
                    policies.privacy(),
                    callersKeys,
                    PolicySection.kafka(in.section("kafka")),
                    directories(in.section("profiles")),
                    directories(in.section("commands")),
                    problems.warnings().stream().map(Problem::toString).toList());
        }
    }

    /** The key files that the catalog named. */
    Set<Path> keyFiles() {
        return apiKeys.files();
    }

    private record Policies(List<Budget> budgets, Privacy privacy) {}

    private static Policies policies(MappingReader in) {
        try (in) {
            return new Policies(
                    PolicySection.budgets(in), PolicySection.privacy(in.section("privacy")));
        }
    }

    private Map<String, Provider> providers(MappingReader in) {
        ProviderSection section = new ProviderSection(apiKeys, references);
        Map<String, Provider> providers = new LinkedHashMap<>();
        in.sections("providers")
                .forEach((name, provider) -> {
                    checkName(name, provider);
                    providers.put(name, section.read(name, provider));
                });
        return providers;
    }

    private Map<String, Agent> agents(MappingReader in) {
        AgentSection section = new AgentSection(problems);
        Map<String, Agent> agents = new LinkedHashMap<>();
        in.sections("agents")
                .forEach((name, agent) -> {
                    checkName(name, agent);
                    agents.put(name, section.read(name, agent));
                });
        return agents;
    }

    private static void checkName(String name, MappingReader section) {
        if (ChainSection.RESERVED.contains(name)) {
            section.error("agent, chain and auto have a meaning of their own: choose another name");
        } else if (!Forms.WORD.isSatisfiedBy(name)) {
            section.error("a name is " + Forms.WORD.description());
        }
    }

    private Map<String, Model> models(MappingReader in, Map<String, Provider> providers) {
        ModelSection section = new ModelSection(references, providers);
        Map<String, Model> models = new LinkedHashMap<>();
        for (MappingReader model : in.sectionList("models", "id")) {
            section.read(model).ifPresent(m -> models.put(m.name(), m));
        }
        return models;
    }

    private List<Path> directories(MappingReader in) {
        try (in) {
            return in.items("dirs", Forms.TEXT).stream().map(paths::resolve).toList();
        }
    }
}
