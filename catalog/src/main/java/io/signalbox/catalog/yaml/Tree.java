package io.signalbox.catalog.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML node with its place. Immutable; {@code toString} never shows a value. */
public sealed interface Tree {

    Place place();

    /**
     * @param written as in the file, variables not yet replaced: may be shown unless the key is a
     *     secret's
     * @param value what it means; null for YAML's null, and where variables left nothing
     * @param substituted whether {@code value} came out of a variable: then it is never shown
     */
    record Scalar(Place place, String written, @Nullable String value, boolean substituted)
            implements Tree {

        @Override
        public String toString() {
            return "Scalar[" + place + "]";
        }
    }

    /** A list. */
    record Sequence(Place place, List<Tree> items) implements Tree {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return "Sequence[" + place + "]";
        }
    }

    /** Keys in the order of the file. */
    record Mapping(Place place, Map<String, Entry> entries) implements Tree {

        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** The value of a key; null where there is no such key. */
        public @Nullable Tree get(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value();
        }

        public static Mapping empty(Place place) {
            return new Mapping(place, Map.of());
        }

        @Override
        public String toString() {
            return "Mapping[" + place + "]";
        }
    }

    /** A value whose problem is already told: counts as absent, and as forgiven. */
    record Broken(Place place) implements Tree {}

    /**
     * @param keyPlace where the key stands; its value may begin lines below
     */
    record Entry(Place keyPlace, Tree value) {}

    /** Whether this is an empty value ({@code key:} or {@code key: null}). */
    default boolean isNull() {
        return this instanceof Scalar scalar && scalar.value() == null;
    }
}
