package io.signalbox.contracts.attempt;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.signalbox.contracts.wire.Required;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who could run a job: a provider's model, or a command-line agent (with a model).
 *
 * @param provider the catalog's name of the provider; null for an agent
 * @param agent the catalog's name of the agent; null for a model API
 * @param model the provider's own id for the model; null where an agent chooses itself
 */
public record Candidate(
        Kind kind, @Nullable String provider, @Nullable String agent, @Nullable String model) {

    /** Which plane a candidate belongs to. */
    public enum Kind {
        API,
        CLI;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static Kind parse(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    public Candidate {
        Required.field("kind", kind);
        boolean named = kind == Kind.API ? provider != null && model != null : agent != null;
        if (!named) {
            throw new IllegalArgumentException(
                    "a candidate is a provider and its model, or an agent; got kind=%s provider=%s agent=%s model=%s"
                            .formatted(kind, provider, agent, model));
        }
    }

    public static Candidate api(String provider, String model) {
        return new Candidate(Kind.API, provider, null, model);
    }

    public static Candidate agent(String agent, @Nullable String model) {
        return new Candidate(Kind.CLI, null, agent, model);
    }

    /** As callers write it: {@code provider/model} or {@code agent/name}. */
    @JsonIgnore
    public String name() {
        return kind == Kind.API ? provider + "/" + model : "agent/" + agent;
    }

    @Override
    public String toString() {
        return name();
    }
}
