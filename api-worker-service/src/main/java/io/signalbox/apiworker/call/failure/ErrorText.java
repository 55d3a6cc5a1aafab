package io.signalbox.apiworker.call.failure;

import io.signalbox.catalog.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a provider said, made fit for a caller's eyes. */
final class ErrorText {

    /** Longer messages are cut, in characters. */
    static final int MAX = 500;

    private static final Pattern KEY_LIKE =
            Pattern.compile(
                    "(?i)bearer\\s+[^\\s\"',;]{8,}|\\b(?:sk|gsk|hf|xai|pk|key|tgp)[-_][\\w*.-]{8,}");

    private ErrorText() {}

    /** One line, without the key or anything that looks like one. */
    static String safe(String text, @Nullable Secret key) {
        String line = text.replaceAll("\\s+", " ").strip();
        if (key != null && !key.reveal().isBlank()) {
            for (String spelling : spellings(key.reveal())) {
                line =
                        Pattern.compile(Pattern.quote(spelling), Pattern.CASE_INSENSITIVE)
                                .matcher(line)
                                .replaceAll("***");
            }
        }
        line = KEY_LIKE.matcher(line).replaceAll("***");
        return line.length() <= MAX ? line : line.substring(0, MAX - 1) + "…";
    }

    /** As it is, as a URL has it, and as JSON within JSON may have it. */
    private static List<String> spellings(String key) {
        String inUrl = URLEncoder.encode(key, StandardCharsets.UTF_8);
        return List.of(
                key,
                inUrl,
                key.replace("/", "\\/"),
                key.replace("\\", "\\\\").replace("\"", "\\\""));
    }
}
