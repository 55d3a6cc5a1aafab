package io.signalbox.catalog.load;

import io.signalbox.catalog.ApiKeyEntry;
import io.signalbox.catalog.Budget;
import io.signalbox.catalog.yaml.Form;
import io.signalbox.catalog.yaml.MappingReader;
import io.signalbox.contracts.attempt.Usd;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One entry of {@code keys}. */
final class KeySection {

    private static final Form<String> HASH =
            Forms.checked(
                            "sha256: and 64 hex digits, as `signalbox keys create` prints it",
                            text -> text.toLowerCase(Locale.ROOT),
                            hash -> hash.matches("sha256:[0-9a-f]{64}"))
                    .hidden();

    private final Set<String> ids = new HashSet<>();
    private final Set<String> hashes = new HashSet<>();

    ApiKeyEntry read(MappingReader in) {
        try (in) {
            String id = in.require("id", Forms.WORD, "");
            String hash = in.require("hash", HASH, "");
            if (!id.isEmpty() && !ids.add(id)) {
                in.error("id", "another key has this id already: give each its own");
            }
            if (!hash.isEmpty() && !hashes.add(hash)) {
                in.error("hash", "another entry is for the same key: keep one of them");
            }
            Set<ApiKeyEntry.Scope> scopes =
                    new HashSet<>(in.list("scopes", Forms.oneOf(ApiKeyEntry.Scope.class)));
            List<String> models = in.list("models", Forms.TEXT);
            return new ApiKeyEntry(
                    id,
                    hash,
                    in.require("tenant", Forms.WORD, ""),
                    in.isPresent("scopes")
                            ? scopes
                            : Set.of(ApiKeyEntry.Scope.SUBMIT, ApiKeyEntry.Scope.READ),
                    in.isPresent("models") ? models : List.of("*"),
                    limits(in.section("limits")),
                    in.isPresent("budget") ? allowance(in.section("budget")) : null);
        }
    }

    private static ApiKeyEntry.Limits limits(MappingReader in) {
        try (in) {
            @Nullable Long requests = in.find("requests_per_minute", Forms.AMOUNT).orElse(null);
            return new ApiKeyEntry.Limits(
                    requests, in.find("concurrency", Forms.COUNT).orElse(null));
        }
    }

    private static ApiKeyEntry.Allowance allowance(MappingReader in) {
        try (in) {
            return new ApiKeyEntry.Allowance(
                    in.require("period", Forms.oneOf(Budget.Period.class), Budget.Period.MONTH),
                    in.require("limit", Forms.MONEY, Usd.parse("1")),
                    in.get("type", Forms.oneOf(Budget.Type.class), Budget.Type.HARD));
        }
    }
}
