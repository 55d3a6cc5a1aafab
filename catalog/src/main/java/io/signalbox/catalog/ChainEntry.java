package io.signalbox.catalog;

import org.jspecify.annotations.Nullable;

/** One place in a chain: who is tried there. */
public sealed interface ChainEntry {

    /** As it is written in the catalog. */
    String name();

    /** Any model of a provider: its task model, its default model or what the job asks for. */
    record WholeProvider(String provider) implements ChainEntry {
        @Override
        public String name() {
            return provider;
        }
    }

    /**
     * @param model the provider's own id; may hold slashes and colons
     */
    record ProviderModel(String provider, String model) implements ChainEntry {
        @Override
        public String name() {
            return provider + "/" + model;
        }
    }

    /**
     * A command-line agent.
     *
     * @param model null lets the agent choose
     */
    record CliAgent(String agent, @Nullable String model) implements ChainEntry {
        @Override
        public String name() {
            return "agent/" + agent + (model == null ? "" : "/" + model);
        }
    }

    /**
     * {@code provider}, {@code provider/model}, {@code agent/name} or {@code agent/name/model};
     * whether they exist is not looked at.
     *
     * @throws IllegalArgumentException if a part is empty
     */
    static ChainEntry parse(String text) {
        String[] parts = text.split("/", 2);
        String[] agentParts = text.split("/", 3);
        for (String part : agentParts) {
            if (part.isBlank()) {
                throw new IllegalArgumentException("'" + text + "' has an empty part");
            }
        }
        if (!parts[0].equals("agent")) {
            return parts.length == 1
                    ? new WholeProvider(text)
                    : new ProviderModel(parts[0], parts[1]);
        }
        if (agentParts.length == 1) {
            throw new IllegalArgumentException("'agent' needs a name: agent/<name>");
        }
        return new CliAgent(agentParts[1], agentParts.length == 3 ? agentParts[2] : null);
    }
}
