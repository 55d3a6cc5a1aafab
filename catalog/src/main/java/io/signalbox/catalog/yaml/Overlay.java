package io.signalbox.catalog.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lays one tree over another: mappings merge key by key, everything else is replaced. A null over a
 * mapping changes nothing (an empty section); over anything else it takes the value away. A list of
 * named mappings, such as {@code models}, merges by its items' {@code id}.
 */
public final class Overlay {

    private static final String ID = "id";

    private final Set<String> listsById;
    private final Problems problems;

    /**
     * @param listsById top-level keys whose lists merge by id
     */
    public Overlay(Set<String> listsById, Problems problems) {
        this.listsById = Set.copyOf(listsById);
        this.problems = problems;
    }

    /** The upper one's values win, and so do its places. */
    public Tree.Mapping lay(Tree.Mapping lower, Tree.Mapping upper) {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>(lower.entries());
        upper.entries()
                .forEach((key, over) -> {
                    Tree.Entry under = entries.get(key);
                    entries.put(key, over(key, under, over));
                });
        return new Tree.Mapping(upper.place(), entries);
    }

    private Tree.Entry over(String key, Tree.@Nullable Entry under, Tree.Entry over) {
        if (listsById.contains(key) && over.value() instanceof Tree.Sequence upper) {
            List<Tree> lower =
                    under != null && under.value() instanceof Tree.Sequence sequence
                            ? sequence.items()
                            : List.of();
            return new Tree.Entry(over.keyPlace(), byId(key, lower, upper));
        }
        if (under == null) {
            return over;
        }
        Optional<String> wrong = wrongKind(under.value(), over.value());
        wrong.ifPresent(problem -> problems.error(over.keyPlace(), key, problem));
        return wrong.isPresent() ? under : merge(under, over);
    }

    /** A section that is none must not take away the one below it: everything would be amiss. */
    private static Optional<String> wrongKind(Tree under, Tree over) {
        if (over.isNull() || over instanceof Tree.Broken) {
            return Optional.empty();
        }
        return switch (under) {
            case Tree.Mapping section when !(over instanceof Tree.Mapping) ->
                    Optional.of(MappingReader.NO_SECTION);
            case Tree.Sequence list when !(over instanceof Tree.Sequence) ->
                    Optional.of(MappingReader.NO_LIST);
            default -> Optional.empty();
        };
    }

    private static Tree.Entry merge(Tree.Entry under, Tree.Entry over) {
        if (!(under.value() instanceof Tree.Mapping lower)) {
            return over;
        }
        if (over.value().isNull() || over.value() instanceof Tree.Broken) {
            return under;
        }
        if (!(over.value() instanceof Tree.Mapping upper)) {
            return over;
        }
        return new Tree.Entry(over.keyPlace(), deep(lower, upper));
    }

    private static Tree.Mapping deep(Tree.Mapping lower, Tree.Mapping upper) {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>(lower.entries());
        upper.entries()
                .forEach((key, over) -> {
                    Tree.Entry under = entries.get(key);
                    entries.put(key, under == null ? over : merge(under, over));
                });
        return new Tree.Mapping(upper.place(), entries);
    }

    private Tree.Sequence byId(String key, List<Tree> lower, Tree.Sequence upper) {
        Map<String, Tree> named = new LinkedHashMap<>();
        List<Tree> nameless = new ArrayList<>();
        for (Tree item : lower) {
            put(item, id(item), named, nameless);
        }
        Map<String, Place> seen = new LinkedHashMap<>();
        for (Tree item : upper.items()) {
            String id = id(item);
            Place earlier = id == null ? null : seen.putIfAbsent(id, item.place());
            if (earlier != null) {
                problems.error(
                        item.place(),
                        key + "[" + id + "]",
                        "the same id is on line %d already: keep one of them"
                                .formatted(earlier.line()));
            }
            put(item, id, named, nameless);
        }
        List<Tree> all = new ArrayList<>(named.values());
        all.addAll(nameless);
        return new Tree.Sequence(upper.place(), all);
    }

    private static void put(
            Tree item, @Nullable String id, Map<String, Tree> named, List<Tree> nameless) {
        if (id == null) {
            nameless.add(item);
            return;
        }
        Tree under = named.get(id);
        named.put(
                id,
                under instanceof Tree.Mapping lower && item instanceof Tree.Mapping upper
                        ? deep(lower, upper)
                        : item);
    }

    private static @Nullable String id(Tree item) {
        return item instanceof Tree.Mapping mapping && mapping.get(ID) instanceof Tree.Scalar scalar
                ? scalar.value()
                : null;
    }
}
