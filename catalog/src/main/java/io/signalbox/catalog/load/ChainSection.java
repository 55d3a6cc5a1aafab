package io.signalbox.catalog.load;

import io.signalbox.catalog.ChainEntry;
import io.signalbox.catalog.yaml.Form;
import io.signalbox.catalog.yaml.Located;
import io.signalbox.catalog.yaml.MappingReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code chains}, {@code task_chains} and {@code aliases}: names for lists of names. */
final class ChainSection {

    /** First segments of model names that are no provider's. */
    static final Set<String> RESERVED = Set.of("agent", "chain", "auto");

    private static final Form<ChainEntry> ENTRY =
            Forms.checked(
                    "a provider, provider/model or agent/name",
                    ChainEntry::parse,
                    entry -> !isReserved(entry));

    private static final Form<String> TARGET =
            Forms.checked(
                    "a name such as groq/llama-3.3-70b-versatile, agent/codex, chain/production or auto/fast",
                    s -> s,
                    s -> !s.contains(" ") && !ChainEntry.parse(s).name().equals("chain"));

    private final References references;

    ChainSection(References references) {
        this.references = references;
    }

    private static boolean isReserved(ChainEntry entry) {
        return switch (entry) {
            case ChainEntry.WholeProvider whole -> RESERVED.contains(whole.provider());
            case ChainEntry.ProviderModel model -> RESERVED.contains(model.provider());
            case ChainEntry.CliAgent agent -> false;
        };
    }

    /** {@code chains} or {@code task_chains}. */
    Map<String, List<ChainEntry>> chains(MappingReader in) {
        Map<String, List<ChainEntry>> chains = new LinkedHashMap<>();
        for (String name : in.names()) {
            List<Located<ChainEntry>> entries = in.items(name, ENTRY);
            entries.forEach(references::entry);
            checkFilled(in, name);
            chains.put(name, entries.stream().map(Located::value).toList());
        }
        return chains;
    }

    Map<String, List<String>> aliases(MappingReader in, Set<String> providers) {
        Map<String, List<String>> aliases = new LinkedHashMap<>();
        for (String word : in.names()) {
            List<Located<String>> targets = in.items(word, TARGET);
            if (Forms.WORD.isSatisfiedBy(word)) {
                checkShadow(in, word, providers);
            } else {
                in.error(word, "an alias is " + Forms.WORD.description());
            }
            targets.forEach(references::target);
            checkFilled(in, word);
            aliases.put(word, targets.stream().map(Located::value).toList());
        }
        return aliases;
    }

    private static void checkShadow(MappingReader in, String word, Set<String> providers) {
        if (providers.contains(word) || RESERVED.contains(word)) {
            in.error(word, "an alias cannot take the name of a provider, or agent, chain or auto");
        }
    }

    private static void checkFilled(MappingReader in, String name) {
        if (in.isEmptyList(name)) {
            in.error(name, "is empty: name at least one candidate, or leave it out");
        }
    }
}
