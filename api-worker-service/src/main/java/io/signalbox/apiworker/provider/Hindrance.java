package io.signalbox.apiworker.provider;

import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Provider;
import java.util.Optional;

/**
 * Why a provider cannot be asked, whatever it would answer.
 *
 * @param reason in words that a caller may see
 */
record Hindrance(Kind kind, String reason) {

    /** What is in the way. */
    enum Kind {
        DISABLED("disabled"),
        NO_DIALECT("no_dialect"),
        NO_KEY("no_key");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** As in a report's {@code code}. */
        String code() {
            return code;
        }
    }

    /**
     * Empty where nothing is in the way.
     *
     * @param spoken whether this worker speaks the provider's dialect
     */
    static Optional<Hindrance> of(Provider provider, boolean spoken) {
        if (provider.enabled() == Enablement.OFF) {
            String why = provider.disabledReason();
            return hindrance(Kind.DISABLED, why == null ? "disabled in the catalog" : why);
        }
        if (!spoken) {
            return hindrance(
                    Kind.NO_DIALECT,
                    "this version does not speak the dialect " + provider.dialect().wireName());
        }
        boolean needsNoKey = provider.local() || provider.enabled() == Enablement.ON;
        return needsNoKey || !provider.apiKeys().isEmpty()
                ? Optional.empty()
                : hindrance(
                        Kind.NO_KEY,
                        "no API key; set one, or enabled: true for a server that needs none");
    }

    private static Optional<Hindrance> hindrance(Kind kind, String reason) {
        return Optional.of(new Hindrance(kind, reason));
    }
}
