package io.signalbox.catalog.load;

import io.signalbox.catalog.AgentOutput;
import io.signalbox.catalog.yaml.MappingReader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code agents.<name>.output}. */
final class AgentOutputSection {

    private AgentOutputSection() {}

    static AgentOutput read(MappingReader in) {
        try (in) {
            return new AgentOutput(
                    in.get(
                            "format",
                            Forms.oneOf(AgentOutput.Format.class),
                            AgentOutput.Format.TEXT),
                    in.map("select", Forms.TEXT),
                    field(in, "text"),
                    field(in, "session"),
                    field(in, "cost_usd"),
                    field(in, "input_tokens"),
                    field(in, "cached_read_tokens"),
                    field(in, "cached_write_tokens"),
                    field(in, "output_tokens"),
                    field(in, "reasoning_tokens"),
                    field(in, "error"),
                    in.get("input_includes_cached", Forms.FLAG, true),
                    in.get("output_includes_reasoning", Forms.FLAG, true));
        }
    }

    /** A path, or a path with its own selection of lines. */
    private static AgentOutput.@Nullable Field field(MappingReader in, String key) {
        if (!in.isSection(key)) {
            return in.find(key, Forms.TEXT)
                    .map(path -> new AgentOutput.Field(path, Map.of(), AgentOutput.Take.LAST))
                    .orElse(null);
        }
        MappingReader field = in.section(key);
        try (field) {
            return new AgentOutput.Field(
                    field.require("path", Forms.TEXT, "path"),
                    field.map("select", Forms.TEXT),
                    field.get("take", Forms.oneOf(AgentOutput.Take.class), AgentOutput.Take.LAST));
        }
    }
}
