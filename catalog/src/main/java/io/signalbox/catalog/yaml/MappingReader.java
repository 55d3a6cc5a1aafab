package io.signalbox.catalog.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one mapping, key by key. Whatever is wrong is told to {@link Problems} and read as absent,
 * so that a reader always goes on. A key counts as known once it was asked for; {@link #close}
 * tells about all others. Not thread-safe.
 */
public final class MappingReader implements AutoCloseable {

    static final String NO_SECTION = "must be keys and values, not a single value or a list";
    static final String NO_LIST = "must be a list, with one '-' per entry";

    private final Tree.Mapping mapping;
    private final String path;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    private MappingReader(Tree.Mapping mapping, String path, Problems problems) {
        this.mapping = mapping;
        this.path = path;
        this.problems = problems;
    }

    public static MappingReader root(Tree.Mapping mapping, Problems problems) {
        return new MappingReader(mapping, "", problems);
    }

    public boolean isEmpty() {
        return mapping.entries().isEmpty();
    }

    /** The value with its place; empty where absent or wrong. */
    public <T> Optional<Located<T>> locate(String key, Form<T> form) {
        Tree.Entry entry = entry(key);
        return entry == null ? Optional.empty() : value(entry, path(key), form);
    }

    public <T> Optional<T> find(String key, Form<T> form) {
        return locate(key, form).map(Located::value);
    }

    public <T> T get(String key, Form<T> form, T fallback) {
        return find(key, form).orElse(fallback);
    }

    /**
     * @param placeholder read on with this where the value is missing, which is a problem, or wrong
     */
    public <T> T require(String key, Form<T> form, T placeholder) {
        Tree.Entry entry = entry(key);
        if (entry == null || entry.value().isNull()) {
            error(entry == null ? mapping.place() : entry.keyPlace(), path(key), missing(form));
            return placeholder;
        }
        return find(key, form).orElse(placeholder);
    }

    private static String missing(Form<?> form) {
        return "missing: it must be " + form.description();
    }

    /** A list's values, wrong and absent ones left out; a single value is a list of one. */
    public <T> List<Located<T>> items(String key, Form<T> form) {
        Tree.Entry entry = entry(key);
        if (entry == null || entry.value().isNull()) {
            return List.of();
        }
        if (!(entry.value() instanceof Tree.Sequence sequence)) {
            return value(entry, path(key), form).map(List::of).orElse(List.of());
        }
        List<Located<T>> values = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            Tree item = sequence.items().get(i);
            String itemPath = path(key) + "[" + i + "]";
            value(new Tree.Entry(item.place(), item), itemPath, form).ifPresent(values::add);
        }
        return values;
    }

    public <T> List<T> list(String key, Form<T> form) {
        return items(key, form).stream().map(Located::value).toList();
    }

    /** A mapping of plain values under names of the operator's own, absent ones left out. */
    public <T> Map<String, Located<T>> values(String key, Form<T> form) {
        MappingReader section = section(key);
        Map<String, Located<T>> values = new LinkedHashMap<>();
        section.names().forEach(n -> section.locate(n, form).ifPresent(v -> values.put(n, v)));
        return values;
    }

    public <T> Map<String, T> map(String key, Form<T> form) {
        Map<String, T> map = new LinkedHashMap<>();
        values(key, form).forEach((name, value) -> map.put(name, value.value()));
        return map;
    }

    /** A mapping below this one; empty where absent or wrong. Its reader is to be closed too. */
    public MappingReader section(String key) {
        Tree.Entry entry = entry(key);
        if (entry == null) {
            return new MappingReader(Tree.Mapping.empty(mapping.place()), path(key), problems);
        }
        return below(entry, path(key));
    }

    /** Whether the key holds a mapping rather than a plain value. */
    public boolean isSection(String key) {
        Tree.Entry entry = entry(key);
        return entry != null && entry.value() instanceof Tree.Mapping;
    }

    public boolean isPresent(String key) {
        Tree.Entry entry = entry(key);
        return entry != null && !entry.value().isNull();
    }

    /** Whether the key is there with nothing in it: no value, or a list of none. */
    public boolean isEmptyList(String key) {
        Tree.Entry entry = entry(key);
        return entry != null
                && (entry.value().isNull()
                        || (entry.value() instanceof Tree.Sequence list && list.items().isEmpty()));
    }

    /** Mappings under names of the operator's own, in their order. */
    public Map<String, MappingReader> sections(String key) {
        MappingReader parent = section(key);
        Map<String, MappingReader> sections = new LinkedHashMap<>();
        parent.names().forEach(name -> sections.put(name, parent.section(name)));
        return sections;
    }

    /**
     * A list of mappings, in its order.
     *
     * @param nameKey the key that names an entry in its path; where it has none, its index does
     */
    public List<MappingReader> sectionList(String key, String nameKey) {
        Tree.Entry entry = entry(key);
        List<MappingReader> sections = new ArrayList<>();
        if (entry == null || entry.value().isNull()) {
            return sections;
        }
        if (!(entry.value() instanceof Tree.Sequence sequence)) {
            error(entry.keyPlace(), path(key), NO_LIST);
            return sections;
        }
        for (Tree item : sequence.items()) {
            String itemPath = path(key) + "[" + label(item, nameKey, sections.size()) + "]";
            sections.add(below(new Tree.Entry(item.place(), item), itemPath));
        }
        return sections;
    }

    private static String label(Tree item, String nameKey, int index) {
        return item instanceof Tree.Mapping named
                        && named.get(nameKey) instanceof Tree.Scalar scalar
                ? scalar.written()
                : Integer.toString(index);
    }

    /** All keys that are written here; asking for them makes all of them known. */
    public List<String> names() {
        known.addAll(mapping.entries().keySet());
        return List.copyOf(mapping.entries().keySet());
    }

    /** Tells a problem of this key's, or of the whole mapping where the key is absent. */
    public void error(String key, String message) {
        error(placeOf(key), path(key), message);
    }

    /** Tells a problem of the mapping as a whole. */
    public void error(String message) {
        error(mapping.place(), path, message);
    }

    public Place placeOf(String key) {
        Tree.Entry entry = mapping.entries().get(key);
        return entry == null ? mapping.place() : entry.keyPlace();
    }

    public String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Tells about every key that nobody asked for. */
    @Override
    public void close() {
        mapping.entries()
                .forEach((key, entry) -> {
                    if (!known.contains(key)) {
                        String hint = Nearest.hint(key, known);
                        error(entry.keyPlace(), path(key), "unknown key '" + key + "'" + hint);
                    }
                });
    }

    private Tree.@Nullable Entry entry(String key) {
        known.add(key);
        return mapping.entries().get(key);
    }

    private MappingReader below(Tree.Entry entry, String sectionPath) {
        if (entry.value() instanceof Tree.Mapping section) {
            return new MappingReader(section, sectionPath, problems);
        }
        if (!entry.value().isNull() && !(entry.value() instanceof Tree.Broken)) {
            error(entry.keyPlace(), sectionPath, NO_SECTION);
        }
        return new MappingReader(Tree.Mapping.empty(entry.keyPlace()), sectionPath, problems);
    }

    private <T> Optional<Located<T>> value(Tree.Entry entry, String valuePath, Form<T> form) {
        switch (entry.value()) {
            case Tree.Scalar scalar when scalar.value() != null -> {
                Optional<T> parsed = form.parse(scalar.value());
                if (parsed.isEmpty()) {
                    String shown = form.secret() ? "this" : "'" + scalar.written() + "'";
                    error(scalar.place(), valuePath, shown + " is not " + form.description());
                }
                return parsed.map(
                        v -> new Located<>(v, scalar.place(), valuePath, scalar.substituted()));
            }
            case Tree.Mapping mapping ->
                    error(
                            entry.keyPlace(),
                            valuePath,
                            "must be " + form.description() + ", not keys and values");
            case Tree.Sequence sequence ->
                    error(
                            entry.keyPlace(),
                            valuePath,
                            "must be " + form.description() + ", not a list");
            case Tree.Scalar absent -> {}
            case Tree.Broken told -> {}
        }
        return Optional.empty();
    }

    private void error(Place place, String where, String message) {
        problems.error(place, where, message);
    }
}
