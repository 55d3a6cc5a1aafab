package io.signalbox.cliworker.verdict;

import io.signalbox.contracts.attempt.ErrorClass;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP status of a model's API as agents tell it, and its class. As the API worker has it, but
 * for requests that were refused: the agent wrote them, not the caller, so another candidate may do
 * better. Source of the wordings: the recorded runs.
 */
final class HttpStatuses {

    private static final Pattern TOLD =
            Pattern.compile(
                    "(?i)(?:\\bstatus(?: code)?[:= ]+|\\bAPI Error: |\\bHTTP(?:/[\\d.]+)? "
                            + "|\\bError code: |\\bcode\"? ?: ?)([45]\\d\\d)\\b|\\(([45]\\d\\d)\\)");
    private static final Pattern SPENT =
            Pattern.compile(
                    "(?i)insufficient[_ ](?:quota|credits?|balance)|exceeded your current quota"
                            + "|credit balance|per ?day|out of credits|billing_hard_limit");

    private HttpStatuses() {}

    /** The last one that a text tells. */
    static Optional<Integer> in(String text) {
        Matcher told = TOLD.matcher(text);
        Integer status = null;
        while (told.find()) {
            String number = told.group(1) == null ? told.group(2) : told.group(1);
            status = Integer.valueOf(number);
        }
        return Optional.ofNullable(status);
    }

    /**
     * @param words what was said with it
     */
    static ErrorClass classOf(int status, String words) {
        return switch (status) {
            case 401, 403 -> ErrorClass.PROVIDER_AUTHENTICATION;
            case 402 -> ErrorClass.QUOTA_EXHAUSTED;
            case 404 -> ErrorClass.MODEL_NOT_FOUND;
            case 408, 504, 524 -> ErrorClass.TIMEOUT;
            case 429 ->
                    SPENT.matcher(words).find()
                            ? ErrorClass.QUOTA_EXHAUSTED
                            : ErrorClass.RATE_LIMITED;
            case 498, 503, 529 -> ErrorClass.OVERLOADED;
            default -> status >= 500 ? ErrorClass.UNAVAILABLE : ErrorClass.AGENT_FAILED;
        };
    }
}
