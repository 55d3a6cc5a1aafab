package io.signalbox.tokens;

import com.knuddels.jtokkit.api.EncodingType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * What a provider's API counted for an answer of its model, and what was measured of the answer's
 * text: its tokens in both vocabularies and its {@link RoughCount}. The texts are other people's
 * and not here; repository, path and commit in {@code answers.csv} say where each is.
 *
 * @param kind prose, mixed (a fifth or more is code), code (half or more) or json
 * @param number within its family and kind
 * @param recorded as the API said
 * @param overhead what of that is not the text's: Claude has three tokens where it ends by itself
 */
record Answer(
        Tokenizer tokenizer,
        String kind,
        int number,
        String model,
        long recorded,
        long overhead,
        int ofCl100k,
        int ofO200k,
        RoughCount rough) {

    /** In shorter ones a token or two decide. */
    private static final long SHORTEST = 100;

    static List<Answer> all() {
        return csv().lines().skip(1).map(line -> of(line.split(",", -1))).toList();
    }

    private static String csv() {
        try (InputStream in =
                Objects.requireNonNull(Answer.class.getResourceAsStream("answers.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer of(String[] row) {
        return new Answer(
                Tokenizer.valueOf(row[0]),
                row[1],
                Integer.parseInt(row[2]),
                row[3],
                Long.parseLong(row[4]),
                Long.parseLong(row[5]),
                Integer.parseInt(row[6]),
                Integer.parseInt(row[7]),
                rough(row));
    }

    private static RoughCount rough(String[] row) {
        long accented = Long.parseLong(row[13]);
        double otherLetters = Double.parseDouble(row[14]);
        return new RoughCount(
                Double.parseDouble(row[8]),
                Long.parseLong(row[9]),
                Long.parseLong(row[10]),
                Long.parseLong(row[11]),
                Long.parseLong(row[12]),
                new ScriptTokens(0, 0, otherLetters, accented));
    }

    /**
     * Whether nothing was fitted to it: Claude's factors were to the answers with odd numbers,
     * Gemini's to none.
     */
    boolean isJudged() {
        boolean unseen = tokenizer == Tokenizer.GEMINI || number % 2 == 0;
        return unseen && recorded >= SHORTEST;
    }

    long real() {
        return recorded - overhead;
    }

    /** As {@link TextTokens#count} has it. */
    long counted() {
        boolean cl100k = tokenizer.base() == EncodingType.CL100K_BASE;
        return tokenizer.tokens(cl100k ? ofCl100k : ofO200k, rough);
    }

    /** As {@link PromptTokens#estimate} has it, without a frame. */
    long estimated() {
        return tokenizer.estimate(rough);
    }
}
