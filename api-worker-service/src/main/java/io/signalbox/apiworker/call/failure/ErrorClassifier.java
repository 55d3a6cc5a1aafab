package io.signalbox.apiworker.call.failure;

import io.signalbox.apiworker.call.limits.GoogleQuotas;
import io.signalbox.contracts.attempt.ErrorClass;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The class of a failure. What a body says by code or type wins, then words that several servers
 * use, then the status. Source: facts/providers.md D.3.
 */
final class ErrorClassifier {

    /** A rate limit that lasts longer is a quota. */
    private static final Duration LONGEST_RATE_LIMIT = Duration.ofMinutes(10);

    private static final Pattern TOO_LONG =
            Pattern.compile(
                    "maximum context length|context length of only|context window|context limit"
                            + "|context (?:length|size) (?:exceeded|is too)|exceeds? the (?:available "
                            + ")?context|prompt is too long|input token count|longer than the"
                            + " maximum (?:model|context)|too many (?:input )?tokens|reduce the length");
    private static final Pattern QUOTA =
            Pattern.compile(
                    "insufficient (?:credits?|quota|balance|funds)|credit balance|exceeded your"
                            + " current quota|billing|spending (?:cap|limit)|out of credits"
                            + "|more credits|requests per day|tokens per day|\\((?:rpd|tpd)\\)"
                            + "|models-per-day");

    /** Gemini, of a model that a free key may not use; its quotas then have no value. */
    private static final Pattern NOTHING_ALLOWED = Pattern.compile("\\blimit: 0\\b");

    private static final Pattern FILTERED =
            Pattern.compile(
                    "moderation|flagged|guardrail|content policy|content management policy");
    private static final Pattern BAD_KEY =
            Pattern.compile("api key not valid|invalid api key|incorrect api key|no auth");

    /**
     * Gemini's 403 for a file or a cache that has expired or is of another project: what is wrong
     * is the request, whatever its key. Sources: googleapis/python-genai#1218,
     * google-gemini/deprecated-generative-ai-python#692.
     */
    private static final Pattern NOT_THEIRS =
            Pattern.compile("permission to access the file\\b|cachedcontent\\b");

    /**
     * Gemini's code for a key that may do nothing, and for a file that is not ready yet. Source of
     * the latter: BerriAI/litellm#20007.
     */
    private static final String FAILED_PRECONDITION = "failed_precondition";

    /** For a key: not in its country, or not without billing. Source: gemini-cli#24641. */
    private static final Pattern NOT_HERE =
            Pattern.compile("\\b(?:location|country|region|billing)\\b");

    private static final Pattern NO_MODEL =
            Pattern.compile(
                    "model\\b.{0,200}(?:not found|does not exist|is not available)"
                            + "|invalid model|unknown model|unexpected model name|no such model|no endpoints found");

    private ErrorClassifier() {}

    /**
     * @param status null where the error came inside a 2xx stream
     * @param hint how long to stay away, where the provider said so
     */
    static ErrorClass ofAnswer(@Nullable Integer status, ErrorBody body, @Nullable Duration hint) {
        Integer number = status != null ? status : body.number();
        if (number != null && number == 402) {
            return ErrorClass.QUOTA_EXHAUSTED;
        }
        ErrorClass named =
                body.codes().stream()
                        .flatMap(code -> ErrorCodes.classOf(code).stream())
                        .findFirst()
                        .orElse(null);
        ErrorClass found = named != null ? named : ofWords(number, body);
        if (found == null) {
            found = number != null ? StatusClass.of(number) : ofNothing(body);
        }
        return found == ErrorClass.RATE_LIMITED ? rateLimit(body, hint) : found;
    }

    /** What never got an answer. */
    static ErrorClass ofException(Throwable thrown) {
        if (has(thrown, HttpTimeoutException.class)) {
            return ErrorClass.TIMEOUT;
        }
        if (has(thrown, dev.langchain4j.exception.UnsupportedFeatureException.class)) {
            return ErrorClass.INVALID_REQUEST;
        }
        boolean network =
                has(thrown, java.io.IOException.class)
                        || has(thrown, UnresolvedAddressException.class);
        return network ? ErrorClass.UNAVAILABLE : ErrorClass.INTERNAL;
    }

    /** Whether nothing can have been sent: no address, no connection, or no TLS. */
    static boolean isUnreachable(Throwable thrown) {
        return has(thrown, ConnectException.class)
                || has(thrown, HttpConnectTimeoutException.class)
                || has(thrown, SSLException.class)
                || has(thrown, UnknownHostException.class)
                || has(thrown, UnresolvedAddressException.class);
    }

    private static ErrorClass rateLimit(ErrorBody body, @Nullable Duration hint) {
        if (body.searchable().contains("request too large")) {
            return ErrorClass.CONTEXT_TOO_LONG;
        }
        boolean lasts = hint != null && hint.compareTo(LONGEST_RATE_LIMIT) > 0;
        boolean spent =
                body.quotas().isEmpty()
                        ? QUOTA.matcher(body.searchable()).find()
                        : body.quotas().stream().anyMatch(ErrorClassifier::isSpent)
                                || NOTHING_ALLOWED.matcher(body.searchable()).find();
        return lasts || spent ? ErrorClass.QUOTA_EXHAUSTED : ErrorClass.RATE_LIMITED;
    }

    /** A quota by the day, or of nothing at all (Gemini). */
    private static boolean isSpent(ErrorBody.Quota quota) {
        return GoogleQuotas.isDaily(quota.id()) || "0".equals(quota.limit());
    }

    private static @Nullable ErrorClass ofWords(@Nullable Integer status, ErrorBody body) {
        String words = body.searchable();
        if (status != null && (status == 402 || status == 429 || status >= 500)) {
            return status >= 500 && TOO_LONG.matcher(words).find()
                    ? ErrorClass.CONTEXT_TOO_LONG
                    : null;
        }
        if (body.codes().contains(FAILED_PRECONDITION) && NOT_HERE.matcher(words).find()) {
            return ErrorClass.PROVIDER_AUTHENTICATION;
        }
        if (status != null && status == 403) {
            return ofForbidden(body);
        }
        if (TOO_LONG.matcher(words).find()) {
            return ErrorClass.CONTEXT_TOO_LONG;
        }
        if (BAD_KEY.matcher(words).find()) {
            return ErrorClass.PROVIDER_AUTHENTICATION;
        }
        if (words.contains("credit balance is too low")) {
            return ErrorClass.QUOTA_EXHAUSTED;
        }
        return NO_MODEL.matcher(words).find() ? ErrorClass.MODEL_NOT_FOUND : null;
    }

    private static @Nullable ErrorClass ofForbidden(ErrorBody body) {
        if (body.moderated() || FILTERED.matcher(body.searchable()).find()) {
            return ErrorClass.CONTENT_FILTERED;
        }
        return NOT_THEIRS.matcher(body.searchable()).find() ? ErrorClass.INVALID_REQUEST : null;
    }

    private static ErrorClass ofNothing(ErrorBody body) {
        return body.codes().contains("invalid_request_error")
                ? ErrorClass.INVALID_REQUEST
                : ErrorClass.UNAVAILABLE;
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }
}
