package io.signalbox.apiworker.call.anthropic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Images in Anthropic's form: an address that it fetches itself, or bytes in base64. */
final class AnthropicImages {

    private static final Set<String> TYPES =
            Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final String DATA = "data:";
    private static final String BASE64 = ";base64,";

    private AnthropicImages() {}

    /** Null where Anthropic takes no such image. */
    static @Nullable ObjectNode source(String url) {
        ObjectNode source = JsonNodeFactory.instance.objectNode();
        if (url.startsWith("https://") || url.startsWith("http://")) {
            return source.put("type", "url").put("url", url);
        }
        int comma = url.indexOf(BASE64);
        if (!url.startsWith(DATA) || comma < 0) {
            return null;
        }
        String given = url.substring(DATA.length(), comma).toLowerCase(Locale.ROOT);
        String type = given.equals("image/jpg") ? "image/jpeg" : given;
        return TYPES.contains(type)
                ? source.put("type", "base64")
                        .put("media_type", type)
                        .put("data", url.substring(comma + BASE64.length()))
                : null;
    }
}
