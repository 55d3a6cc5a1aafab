package io.signalbox.cliworker.output;

import io.signalbox.catalog.Agent;
import io.signalbox.catalog.Secret;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Hides the keys that an agent was given, and in messages whatever looks like a key. Only values of
 * variables that are called like a secret and have {@value #MIN} characters or more: nobody would
 * know an answer again in which every "2" is hidden.
 */
public final class SecretMask {

    private static final int MIN = 8;
    private static final String HIDDEN = "***";

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(?:KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL).*");
    private static final Pattern KEY_LIKE =
            Pattern.compile(
                    "(?i)bearer\\s+[^\\s\"',;]{8,}|\\b(?:sk|gsk|hf|xai|pk|tgp|ghp)[-_][\\w*.-]{8,}"
                            + "|\\bAIza[\\w-]{20,}|(?<=://)[^\\s/@]+:[^\\s/@]+(?=@)");

    private final List<String> secrets;

    private SecretMask(List<String> secrets) {
        this.secrets = secrets;
    }

    public static SecretMask of(Agent agent) {
        return new SecretMask(
                agent.env().entrySet().stream()
                        .filter(e -> SECRET_NAME.matcher(e.getKey()).matches())
                        .map(Map.Entry::getValue)
                        .map(Secret::reveal)
                        .map(String::strip)
                        .filter(secret -> secret.length() >= MIN)
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList());
    }

    /** The text without the agent's own keys. */
    public String hide(String text) {
        String hidden = text;
        for (String secret : secrets) {
            hidden = hidden.replace(secret, HIDDEN);
        }
        return hidden;
    }

    /** The text without anything that looks like a key: for messages, not for answers. */
    public String hideAll(String text) {
        return KEY_LIKE.matcher(hide(text)).replaceAll(HIDDEN);
    }

    @Override
    public String toString() {
        return "SecretMask[" + secrets.size() + "]";
    }
}
