package io.signalbox.apiworker.call.failure;

import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a provider said, made fit for a caller's eyes. */
public final class ErrorText {

    /** Longer messages are cut, in characters. */
    static final int MAX = 500;

    /** Shorter values of headers are words, not keys, in characters. */
    private static final int SHORTEST_SECRET = 8;

    private static final Pattern KEY_LIKE =
            Pattern.compile(
                    "(?i)bearer\\s+[^\\s\"',;]{8,}|\\b(?:sk|gsk|hf|xai|pk|key|tgp)[-_][\\w*.-]{8,}");

    /** Configured headers that hold no secret; of any other it is not known. In lower case. */
    private static final Set<String> HARMLESS =
            Set.of(
                    "accept",
                    "accept-language",
                    "anthropic-beta",
                    "anthropic-version",
                    "api-version",
                    "content-type",
                    "http-referer",
                    "openai-beta",
                    "referer",
                    "user-agent",
                    "x-title");

    private ErrorText() {}

    /**
     * One line, without the key, the values of the provider's configured headers (they may be keys:
     * {@code api-key}, {@code Authorization}), or anything that looks like a key.
     */
    public static String safe(String text, Provider provider, @Nullable Secret key) {
        String line = text.replaceAll("\\s+", " ").strip();
        for (String secret : secrets(provider, key)) {
            for (String spelling : spellings(secret)) {
                line =
                        Pattern.compile(Pattern.quote(spelling), Pattern.CASE_INSENSITIVE)
                                .matcher(line)
                                .replaceAll("***");
            }
        }
        line = KEY_LIKE.matcher(line).replaceAll("***");
        return line.length() <= MAX ? line : line.substring(0, MAX - 1) + "…";
    }

    /** The longest first: one may be a part of another. */
    private static List<String> secrets(Provider provider, @Nullable Secret key) {
        List<String> secrets = new ArrayList<>();
        if (key != null && !key.reveal().isBlank()) {
            secrets.add(key.reveal());
        }
        for (Map.Entry<String, String> header : provider.headers().entrySet()) {
            if (!HARMLESS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                addSecrets(secrets, header.getValue().strip());
            }
        }
        secrets.sort(Comparator.comparingInt(String::length).reversed());
        return secrets;
    }

    /** The whole, and what follows a scheme: {@code Bearer x}, {@code Basic x}. */
    private static void addSecrets(List<String> secrets, String value) {
        if (value.length() < SHORTEST_SECRET) {
            return;
        }
        secrets.add(value);
        String last = value.substring(value.lastIndexOf(' ') + 1);
        if (last.length() >= SHORTEST_SECRET) {
            secrets.add(last);
        }
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
