package io.signalbox.contracts.job;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation, in the Chat Completions form.
 *
 * @param role {@code system}, {@code developer}, {@code user}, {@code assistant} or {@code tool}
 * @param content the parts; a plain string reads as one text part; empty where an assistant only
 *     called tools
 * @param name the speaker's name, where the caller gave one
 * @param toolCalls the tools an assistant asked for
 * @param toolCallId for role {@code tool}: which call this answers
 */
public record ChatMessage(
        String role,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                List<ContentPart> content,
        @Nullable String name,
        List<ToolCall> toolCalls,
        @Nullable String toolCallId) {

    public ChatMessage(
            @Nullable String role,
            @Nullable List<ContentPart> content,
            @Nullable String name,
            @Nullable List<ToolCall> toolCalls,
            @Nullable String toolCallId) {
        this.role = role == null ? "" : role;
        this.content = content == null ? List.of() : List.copyOf(content);
        this.name = name;
        this.toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
        this.toolCallId = toolCallId;
    }

    public static ChatMessage of(String role, String text) {
        return new ChatMessage(role, List.of(ContentPart.text(text)), null, null, null);
    }

    /** All text parts, joined by newlines; images are left out. */
    public String text() {
        if (content.size() == 1) {
            String only = content.getFirst().text();
            return only == null ? "" : only;
        }
        StringBuilder joined = new StringBuilder();
        for (ContentPart part : content) {
            if (part.text() != null) {
                joined.append(joined.isEmpty() ? "" : "\n").append(part.text());
            }
        }
        return joined.toString();
    }

    @Override
    public String toString() {
        return "ChatMessage[" + role + ", " + content.size() + " parts]";
    }
}
