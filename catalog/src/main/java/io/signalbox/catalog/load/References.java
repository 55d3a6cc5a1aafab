package io.signalbox.catalog.load;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.ChainEntry;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.yaml.Located;
import io.signalbox.catalog.yaml.Nearest;
import io.signalbox.catalog.yaml.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Names that point elsewhere: noted while sections are read, checked when all of them are. An
 * unknown model is an error where the provider's list is closed, else a warning.
 */
final class References {

    /** All there is to point at. */
    record Names(
            Map<String, Provider> providers,
            Map<String, Agent> agents,
            Set<String> models,
            Set<String> chains) {}

    private static final Set<String> TIERS = Set.of("fast", "standard", "advanced", "cheap");

    private final Problems problems;
    private final List<Consumer<Names>> checks = new ArrayList<>();

    References(Problems problems) {
        this.problems = problems;
    }

    void check(Names names) {
        checks.forEach(check -> check.accept(names));
    }

    void provider(Located<String> name) {
        checks.add(names -> known("provider", name, name.value(), names.providers().keySet()));
    }

    void chain(Located<String> name) {
        checks.add(names -> known("chain", name, name.value(), names.chains()));
    }

    /** A model by the provider's own id. */
    void modelOf(String provider, Located<String> id) {
        checks.add(names -> model(id, provider, id.value(), names));
    }

    /** A model by its full name, which the registry should know; else a warning. */
    void registered(Located<String> name) {
        checks.add(names -> {
            if (!names.models().contains(name.value())) {
                problems.warning(
                        name.place(),
                        name.path(),
                        "the registry has no model "
                                + shown(name, name.value())
                                + Nearest.hint(name.value(), names.models()));
            }
        });
    }

    /** A provider, a model or an agent. */
    void entry(Located<ChainEntry> entry) {
        checks.add(names -> entry(entry, entry.value(), names));
    }

    /** Whatever a caller may name as a model, another alias aside. */
    void target(Located<String> target) {
        String text = target.value();
        String rest = text.substring(text.indexOf('/') + 1);
        if (text.startsWith("chain/")) {
            checks.add(names -> known("chain", target, rest, names.chains()));
        } else if (text.startsWith("auto/")) {
            checks.add(names -> known("tier", target, rest, TIERS));
        } else if (!text.equals("auto")) {
            checks.add(names -> entry(target, ChainEntry.parse(text), names));
        }
    }

    private void entry(Located<?> at, ChainEntry entry, Names names) {
        switch (entry) {
            case ChainEntry.WholeProvider whole ->
                    known("provider", at, whole.provider(), names.providers().keySet());
            case ChainEntry.ProviderModel one -> {
                if (known("provider", at, one.provider(), names.providers().keySet())) {
                    model(at, one.provider(), one.model(), names);
                }
            }
            case ChainEntry.CliAgent cli -> agent(at, cli, names);
        }
    }

    private void agent(Located<?> at, ChainEntry.CliAgent entry, Names names) {
        Agent agent = names.agents().get(entry.agent());
        String model = entry.model();
        if (agent == null) {
            known("agent", at, entry.agent(), names.agents().keySet());
        } else if (model != null && !agent.accepts(model)) {
            error(
                    at,
                    "agent '%s' does not accept the model %s%s"
                            .formatted(
                                    agent.name(),
                                    shown(at, model),
                                    Nearest.hint(model, agent.models())));
        }
    }

    private void model(Located<?> at, String provider, String written, Names names) {
        Provider owner = names.providers().get(provider);
        if (owner == null) {
            return;
        }
        String id = owner.dialect().modelId(written);
        if (owner.hasClosedModelList()) {
            if (!owner.models().contains(id)) {
                error(
                        at,
                        "provider '%s' has only the models it lists, not %s%s"
                                .formatted(
                                        provider, shown(at, id), Nearest.hint(id, owner.models())));
            }
        } else if (!names.models().contains(provider + "/" + id)) {
            problems.warning(
                    at.place(),
                    at.path(),
                    "the registry has no model %s of provider '%s': it works where discovery finds it, at an unknown price"
                            .formatted(shown(at, id), provider));
        }
    }

    private boolean known(String kind, Located<?> at, String name, Collection<String> known) {
        if (known.contains(name)) {
            return true;
        }
        error(at, "unknown " + kind + " " + shown(at, name) + Nearest.hint(name, known));
        return false;
    }

    private void error(Located<?> at, String message) {
        problems.error(at.place(), at.path(), message);
    }

    private static String shown(Located<?> at, String name) {
        return at.substituted() ? "that the variable names" : "'" + name + "'";
    }
}
