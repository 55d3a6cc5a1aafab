package io.signalbox.gateway.models;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.job.Routing;
import io.signalbox.messaging.fleet.Fleet;
import io.signalbox.messaging.fleet.FleetReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which names a caller may use for {@code model}: what the catalog and the fleet know now. */
@ApplicationScoped
public class ModelDirectory {

    private static final Set<String> TIERS = Set.of("fast", "standard", "advanced", "cheap");

    private final FleetReader fleet;

    ModelDirectory(FleetReader fleet) {
        this.fleet = fleet;
    }

    /** Whether a name means something, be it able now or not. */
    public boolean isKnown(Catalog catalog, String name) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            return name.equals(Routing.AUTO)
                    || catalog.aliases().containsKey(name)
                    || catalog.providers().values().stream()
                            .anyMatch(provider -> has(catalog, provider, name));
        }
        String head = name.substring(0, slash);
        String rest = name.substring(slash + 1);
        return switch (head) {
            case Routing.AUTO -> TIERS.contains(rest);
            case "chain" -> catalog.chains().containsKey(rest);
            case "agent" -> catalog.agents().containsKey(rest);
            default -> {
                Provider provider = catalog.providers().get(head);
                yield provider == null
                        ? catalog.providers().values().stream()
                                .anyMatch(each -> has(catalog, each, name))
                        : !provider.hasClosedModelList()
                                || provider.models().contains(provider.dialect().modelId(rest));
            }
        };
    }

    /** The model that a full name means, where its provider no longer serves it. */
    Optional<Model> retired(Catalog catalog, String name) {
        LocalDate today = Instant.now().atZone(ZoneOffset.UTC).toLocalDate();
        int slash = name.indexOf('/');
        Provider provider = slash < 0 ? null : catalog.providers().get(name.substring(0, slash));
        return provider == null
                ? Optional.empty()
                : catalog.model(
                                provider.name(),
                                provider.dialect().modelId(name.substring(slash + 1)))
                        .filter(model -> !model.isServedOn(today));
    }

    /** The full names of every model of providers that are usable now, sorted. */
    Set<String> usable(Catalog catalog) {
        Set<String> names = new TreeSet<>();
        Instant now = Instant.now();
        for (Provider provider : catalog.providers().values()) {
            if (provider.enabled() != Enablement.OFF
                    && fleet.fleet().state(provider.name(), now) instanceof Fleet.State.Usable) {
                modelsOf(catalog, provider).forEach(id -> names.add(provider.name() + "/" + id));
            }
        }
        return names;
    }

    /** How many models of the provider are known now. */
    public int count(Catalog catalog, Provider provider) {
        return modelsOf(catalog, provider).size();
    }

    private boolean has(Catalog catalog, Provider provider, String id) {
        return modelsOf(catalog, provider).contains(provider.dialect().modelId(id));
    }

    private Set<String> modelsOf(Catalog catalog, Provider provider) {
        if (provider.hasClosedModelList()) {
            return Set.copyOf(provider.models());
        }
        Set<String> found = Set.of();
        if (fleet.fleet().state(provider.name(), Instant.now())
                instanceof Fleet.State.Usable usable) {
            found = usable.models();
            if (provider.local() && (usable.listed() || !found.isEmpty())) {
                // The server itself has said what it has: the registry's others are not pulled.
                return found;
            }
        }
        Set<String> ids = new TreeSet<>();
        catalog.modelsOf(provider.name()).stream().map(Model::id).forEach(ids::add);
        String preferred = provider.defaultModel();
        if (preferred != null) {
            ids.add(preferred);
        }
        ids.addAll(found);
        return ids;
    }
}
