package io.signalbox.catalog.yaml;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Text to {@link Tree}. Anchors, aliases and {@code <<} work; a duplicate key, a syntax error (one,
 * with its line) and a file that unfolds to too much are problems.
 */
public final class YamlParser {

    /** Most nodes that one file may unfold to: aliases of aliases grow without bound. */
    static final int MAX_NODES = 200_000;

    private final String file;
    private final Problems problems;
    private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();
    private int nodes;
    private boolean unfoldsTooFar;

    private YamlParser(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The file's one mapping; an empty one where the text is empty or its problem is told. */
    public static Tree.Mapping parse(String file, String text, Problems problems) {
        return new YamlParser(file, problems).document(text);
    }

    private Tree.Mapping document(String text) {
        Place top = new Place(file, 1);
        Node root;
        try {
            root = compose(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (MarkedYAMLException e) {
            syntaxError(e);
            return Tree.Mapping.empty(top);
        } catch (YAMLException e) {
            unreadable(text, e);
            return Tree.Mapping.empty(top);
        }
        if (root == null) {
            return Tree.Mapping.empty(top);
        }
        Tree tree = convert(root, "");
        if (tree instanceof Tree.Mapping mapping) {
            return mapping;
        }
        if (!tree.isNull() && !(tree instanceof Tree.Broken)) {
            problems.error(
                    tree.place(), "", "a catalog is keys and values, this is something else");
        }
        return Tree.Mapping.empty(top);
    }

    @SuppressWarnings("NullAway") // snakeyaml says nothing about null: compose gives it for no text
    private static @Nullable Node compose(String text) {
        return new Yaml(new LoaderOptions()).compose(new StringReader(text));
    }

    /** Never the snippet that the exception offers: it may show a secret. */
    private void syntaxError(MarkedYAMLException e) {
        int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
        String what = e.getProblem() == null ? "cannot be read" : e.getProblem();
        String safe = what.replaceAll("(undefined alias).*", "$1").replaceAll("\\s+", " ");
        problems.error(new Place(file, line), "", "not valid YAML: " + safe);
    }

    private void unreadable(String text, YAMLException e) {
        if (e instanceof ReaderException reader) {
            long line =
                    1
                            + text.codePoints()
                                    .limit(reader.getPosition())
                                    .filter(c -> c == '\n')
                                    .count();
            problems.error(
                    new Place(file, (int) line),
                    "",
                    "not valid YAML: a character that YAML does not allow; save it as plain UTF-8");
        } else {
            problems.error(
                    new Place(file, 0),
                    "",
                    "not valid YAML: too long, too deep or too many aliases");
        }
    }

    private Tree convert(Node node, String path) {
        Place place = place(node);
        if (++nodes > MAX_NODES || open.containsKey(node)) {
            if (!unfoldsTooFar) {
                unfoldsTooFar = true;
                problems.error(place, path, "its aliases unfold to too much: write it out instead");
            }
            return new Tree.Broken(place);
        }
        open.put(node, true);
        Tree tree =
                switch (node) {
                    case ScalarNode scalar -> scalar(scalar, place);
                    case SequenceNode sequence -> sequence(sequence, place, path);
                    case MappingNode mapping -> mapping(mapping, place, path);
                    default -> throw new IllegalStateException("unexpected " + node.getClass());
                };
        open.remove(node);
        return tree;
    }

    private static Tree scalar(ScalarNode scalar, Place place) {
        boolean absent = Tag.NULL.equals(scalar.getTag());
        return new Tree.Scalar(place, scalar.getValue(), absent ? null : scalar.getValue(), false);
    }

    private Tree sequence(SequenceNode sequence, Place place, String path) {
        List<Tree> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(convert(item, path + "[" + items.size() + "]"));
        }
        return new Tree.Sequence(place, items);
    }

    private Tree mapping(MappingNode mapping, Place place, String path) {
        Map<String, Tree.Entry> own = new LinkedHashMap<>();
        Map<String, Tree.Entry> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place keyPlace = place(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.error(
                        keyPlace, path, "a key is a plain word, this is a list or a mapping");
            } else if (Tag.MERGE.equals(key.getTag())) {
                merge(convert(tuple.getValueNode(), path), merged);
            } else {
                String name = key.getValue();
                String keyPath = path.isEmpty() ? name : path + "." + name;
                Tree value = convert(tuple.getValueNode(), keyPath);
                Tree.Entry earlier = own.putIfAbsent(name, new Tree.Entry(keyPlace, value));
                if (earlier != null) {
                    problems.error(
                            keyPlace,
                            keyPath,
                            "the same key is on line %d already: keep one of them"
                                    .formatted(earlier.keyPlace().line()));
                }
            }
        }
        merged.forEach(own::putIfAbsent);
        return new Tree.Mapping(place, own);
    }

    private static void merge(Tree source, Map<String, Tree.Entry> into) {
        if (source instanceof Tree.Mapping mapping) {
            mapping.entries().forEach(into::putIfAbsent);
        } else if (source instanceof Tree.Sequence sequence) {
            sequence.items().forEach(item -> merge(item, into));
        }
    }

    private Place place(Node node) {
        return new Place(file, node.getStartMark().getLine() + 1);
    }
}
