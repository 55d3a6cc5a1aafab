package io.signalbox.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One part of a message in the Chat Completions form. A plain string reads as one text part.
 *
 * @param type {@code text} or {@code image_url}; a part of another type is refused at admission
 * @param text the text, for type {@code text}
 * @param imageUrl the image, for type {@code image_url}
 */
public record ContentPart(String type, @Nullable String text, @Nullable ImageUrl imageUrl) {

    /**
     * @param url an http(s) URL or a {@code data:<mime>;base64,<bytes>} URL
     * @param detail {@code low}, {@code high} or {@code auto}; null is the provider's default
     */
    public record ImageUrl(String url, @Nullable String detail) {}

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public ContentPart(
            @JsonProperty("type") @Nullable String type,
            @JsonProperty("text") @Nullable String text,
            @JsonProperty("image_url") @Nullable ImageUrl imageUrl) {
        this.type = type == null ? "text" : type;
        this.text = text;
        this.imageUrl = imageUrl;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ContentPart text(String text) {
        return new ContentPart("text", text, null);
    }

    @Override
    public String toString() {
        return "ContentPart[" + type + "]";
    }
}
