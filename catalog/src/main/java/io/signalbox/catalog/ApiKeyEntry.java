package io.signalbox.catalog;

import io.signalbox.contracts.attempt.Usd;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A caller's key, of which only the hash is kept.
 *
 * @param id unique; what logs and the ledger show
 * @param hash {@code sha256:} and 64 lower-case hex digits: the SHA-256 of the key's UTF-8 bytes
 * @param models names, or patterns with {@code *}, that it may use; default {@code *}
 * @param limits its own
 * @param budget its own; null for none
 */
public record ApiKeyEntry(
        String id,
        String hash,
        String tenant,
        Set<Scope> scopes,
        List<String> models,
        Limits limits,
        @Nullable Allowance budget) {

    /** What a key may do. */
    public enum Scope {
        SUBMIT,
        READ,
        ADMIN
    }

    /** Null is no limit. */
    public record Limits(@Nullable Long requestsPerMinute, @Nullable Integer concurrency) {

        public static final Limits NONE = new Limits(null, null);
    }

    /** Money that this key may spend in a period. */
    public record Allowance(Budget.Period period, Usd limit, Budget.Type type) {}

    public ApiKeyEntry {
        scopes = Set.copyOf(scopes);
        models = List.copyOf(models);
    }

    /** Never the hash. */
    @Override
    public String toString() {
        return "ApiKeyEntry[" + id + ", " + tenant + ", " + scopes + "]";
    }
}
