package io.signalbox.apiworker.call.openai;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * Which ids of tool calls a server takes. A conversation that another provider began has its ids;
 * one that does not fit is replaced by another that is always the same, so that each result still
 * finds its call. Nothing is to be turned back: a server's own ids fit everywhere.
 */
public enum ToolIds {
    ANY("(?s).*", 0),
    /** OpenAI, error {@code string_above_max_length}. */
    UP_TO_40("(?s).{1,40}", 40),
    /** Mistral, error 3280. */
    NINE_ALPHANUMERIC("[a-zA-Z0-9]{9}", 9);

    private static final String ALPHABET =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());

    private final Pattern fitting;
    private final int length;

    ToolIds(String fitting, int length) {
        this.fitting = Pattern.compile(fitting);
        this.length = length;
    }

    /** The id itself where it fits, else a stand-in of the greatest length. */
    String fit(String id) {
        return fitting.matcher(id).matches() ? id : standIn(id);
    }

    private String standIn(String id) {
        BigInteger left = new BigInteger(1, digest(id));
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            BigInteger[] parts = left.divideAndRemainder(BASE);
            text.append(ALPHABET.charAt(parts[1].intValue()));
            left = parts[0];
        }
        return text.toString();
    }

    private static byte[] digest(String id) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
