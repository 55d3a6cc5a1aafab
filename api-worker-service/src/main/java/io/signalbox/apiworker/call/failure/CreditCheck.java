package io.signalbox.apiworker.call.failure;

import io.signalbox.contracts.attempt.AttemptError;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * OpenRouter's 402 from before it asks anybody: what is left of the account would not pay for the
 * longest answer that the request allows. Sources: facts/providers.md D.3, can1357/oh-my-pi#9569.
 */
public final class CreditCheck {

    private static final Pattern TOO_DEAR = Pattern.compile("fewer max_tokens|can only afford");

    /** A free model is refused in the same words. Source: anomalyco/opencode#12219. */
    private static final Pattern NOTHING_LEFT = Pattern.compile("can only afford (?:0\\b|-)");

    private CreditCheck() {}

    /** Whether a smaller request, or one to a cheaper model, may still be paid for. */
    public static boolean leavesSomething(AttemptError error) {
        String words = error.message().toLowerCase(Locale.ROOT);
        return TOO_DEAR.matcher(words).find() && !NOTHING_LEFT.matcher(words).find();
    }
}
