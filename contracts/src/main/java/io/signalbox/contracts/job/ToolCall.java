package io.signalbox.contracts.job;

import org.jspecify.annotations.Nullable;

/**
 * A tool that a model asked for, in the Chat Completions form.
 *
 * @param id the call's id, as the model gave it
 * @param type always {@code function}
 * @param function which function, with which arguments
 */
public record ToolCall(@Nullable String id, String type, Function function) {

    /**
     * @param arguments a JSON object as text, exactly as the model wrote it (it may be invalid
     *     JSON)
     */
    public record Function(String name, String arguments) {

        public Function(@Nullable String name, @Nullable String arguments) {
            this.name = name == null ? "" : name;
            this.arguments = arguments == null ? "" : arguments;
        }
    }

    public ToolCall(@Nullable String id, @Nullable String type, @Nullable Function function) {
        this.id = id;
        this.type = type == null ? "function" : type;
        this.function = function == null ? new Function("", "") : function;
    }

    public static ToolCall of(@Nullable String id, String name, String arguments) {
        return new ToolCall(id, "function", new Function(name, arguments));
    }
}
