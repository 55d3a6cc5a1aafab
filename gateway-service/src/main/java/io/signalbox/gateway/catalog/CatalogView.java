package io.signalbox.gateway.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.ChainEntry;
import io.signalbox.catalog.RoutingPolicy;
import io.signalbox.catalog.active.CatalogState;
import io.signalbox.catalog.yaml.Problem;
import io.signalbox.contracts.wire.DurationText;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A catalog as {@code GET /v1/catalog} shows it: files by their names, without this machine's
 * directories; no keys and no headers.
 *
 * @param version of what is in force
 * @param loadedAt when it came into force in this process
 * @param files the operator's, later ones laid over earlier ones; empty for the shipped defaults
 * @param error the edit that was refused; null where the files hold what is in force
 * @param warnings what is odd in what is in force, as {@code file:line: path: message}
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record CatalogView(
        String version,
        Instant loadedAt,
        List<String> files,
        @Nullable Refused error,
        List<String> warnings,
        String mode,
        boolean offline,
        List<ProviderView> providers,
        Map<String, List<String>> aliases,
        Map<String, List<String>> chains,
        Map<String, List<String>> taskChains,
        RoutingView routing) {

    /** An edit that was not taken, with everything that is wrong in it. */
    record Refused(Instant at, List<Mistake> problems) {}

    /**
     * @param line null for the file as a whole
     * @param path of the key; null for the file as a whole
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Mistake(String file, @Nullable Integer line, @Nullable String path, String message) {

        static Mistake of(Problem problem) {
            return new Mistake(
                    name(problem.file()),
                    problem.line() == 0 ? null : problem.line(),
                    problem.path().isEmpty() ? null : problem.path(),
                    problem.message());
        }
    }

    /**
     * @param strategy for jobs that name none
     * @param chain for jobs that name none; null for all providers by priority
     * @param apiTimeout default deadline of a job
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record RoutingView(
            String strategy, @Nullable String chain, int maxAttempts, String apiTimeout) {

        static RoutingView of(RoutingPolicy routing) {
            return new RoutingView(
                    routing.strategy().wireName(),
                    routing.chain(),
                    routing.maxAttempts(),
                    DurationText.format(routing.apiTimeout()));
        }
    }

    static CatalogView of(CatalogState state) {
        Catalog catalog = state.catalog();
        CatalogState.Refusal refusal = state.refusal();
        return new CatalogView(
                catalog.version(),
                state.loadedAt(),
                state.files().stream().map(CatalogView::name).toList(),
                refusal == null
                        ? null
                        : new Refused(
                                refusal.at(),
                                refusal.problems().stream().map(Mistake::of).toList()),
                catalog.warnings().stream().map(text -> withNames(text, state.files())).toList(),
                catalog.mode().name().toLowerCase(Locale.ROOT),
                catalog.offline(),
                catalog.providersByPriority().stream().map(ProviderView::of).toList(),
                catalog.aliases(),
                names(catalog.chains()),
                names(catalog.taskChains()),
                RoutingView.of(catalog.routing()));
    }

    private static Map<String, List<String>> names(Map<String, List<ChainEntry>> chains) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        chains.forEach((chain, entries) ->
                names.put(chain, entries.stream().map(ChainEntry::name).toList()));
        return names;
    }

    private static String name(String file) {
        Path name = Path.of(file).getFileName();
        return name == null ? file : name.toString();
    }

    private static String withNames(String text, List<String> files) {
        String shown = text;
        for (String file : files) {
            shown = shown.replace(file, name(file));
        }
        return shown;
    }
}
