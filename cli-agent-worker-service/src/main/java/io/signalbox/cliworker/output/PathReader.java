package io.signalbox.cliworker.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.catalog.OutputPath;
import io.signalbox.catalog.OutputPath.Segment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plain values at which a path ends: text, numbers, flags; objects, lists and null are none.
 */
final class PathReader {

    private PathReader() {}

    static List<JsonNode> find(OutputPath path, JsonNode root) {
        List<JsonNode> nodes = List.of(root);
        for (Segment segment : path.segments()) {
            List<JsonNode> below = new ArrayList<>();
            nodes.forEach(node -> step(segment, node, below));
            nodes = below;
        }
        return nodes.stream().filter(node -> node.isValueNode() && !node.isNull()).toList();
    }

    private static void step(Segment segment, JsonNode node, List<JsonNode> below) {
        switch (segment) {
            case Segment.Name name -> add(node.get(name.name()), below);
            case Segment.Each all -> node.forEach(below::add);
            case Segment.Index index -> {
                if (node.isArray()) {
                    add(node.get(index.index()), below);
                }
            }
            case Segment.Where where -> {
                if (node.isArray()) {
                    node.forEach(element -> {
                        if (where.value().equals(element.path(where.key()).asText())) {
                            below.add(element);
                        }
                    });
                }
            }
        }
    }

    private static void add(@Nullable JsonNode node, List<JsonNode> below) {
        if (node != null) {
            below.add(node);
        }
    }
}
