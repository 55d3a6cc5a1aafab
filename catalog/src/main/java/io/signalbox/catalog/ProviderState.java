package io.signalbox.catalog;

import java.util.Set;

/** What the fleet can do with one provider now. */
public sealed interface ProviderState {

    /**
     * At least one worker can use it.
     *
     * @param models found by any of those workers; empty where none looked
     */
    record Usable(Set<String> models) implements ProviderState {
        public Usable {
            models = Set.copyOf(models);
        }
    }

    /**
     * Workers know it, none can use it.
     *
     * @param code as in a plan's exclusion, for example {@code no_key}
     * @param reason in words
     */
    record Unusable(String code, String reason) implements ProviderState {}

    /** No worker has said anything about it lately. */
    record Unknown() implements ProviderState {

        public static final String CODE = "no_worker";

        public String code() {
            return CODE;
        }

        public String reason() {
            return "no api worker has reported this provider yet";
        }
    }
}
