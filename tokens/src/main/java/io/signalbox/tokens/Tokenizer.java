package io.signalbox.tokens;

import com.knuddels.jtokkit.api.EncodingType;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a family of models cuts text into tokens. Two of them are counted with; the others are
 * factors on one of these two. Where the factors come from is said at each; {@code docs/tokens.md}
 * tells which were compared with real counts.
 */
public enum Tokenizer {

    /** OpenAI since GPT-4o. */
    O200K("o200k_base", EncodingType.O200K_BASE, Factors.NONE, true),

    /** OpenAI's GPT-3.5 and GPT-4, and its embeddings. */
    CL100K("cl100k_base", EncodingType.CL100K_BASE, Factors.NONE, true),

    /** Llama 3 and later, whose vocabulary holds all of cl100k_base. Compared. */
    LLAMA("llama", EncodingType.CL100K_BASE, new Factors(1, 1, 0.67, 0.67, 0.69), false),

    /** Mistral since NeMo ("Tekken"). Compared. */
    MISTRAL("mistral", EncodingType.O200K_BASE, new Factors(1.03, 1.07, 1.3, 0.9, 1.02), false),

    /**
     * Made from cl100k_base, with every digit a token: so counted, and not exact only because it
     * has more words of other scripts. Compared: Qwen 2.5 and 3 have the same vocabulary.
     */
    QWEN("qwen", EncodingType.CL100K_BASE, new Factors(1, 1, 0.51, 0.62, 0.74), false),

    /** 128,000 words, as Llama's. Compared: DeepSeek V3. */
    DEEPSEEK("deepseek", EncodingType.CL100K_BASE, new Factors(1.01, 1.06, 0.47, 0.68, 0.7), false),

    /**
     * Compared with Gemma's published tokenizers. Google's own SDK counts Gemini 2.0 to 3 with that
     * of Gemma 3 (google-genai 2.25.0, {@code _local_tokenizer_loader.py}); for 3.1 and 3.5 it
     * takes Gemma 4's, which was not to be had. The API's counts in {@code answers.csv} agree.
     */
    GEMINI("gemini", EncodingType.O200K_BASE, new Factors(1.02, 1.18, 0.84, 0.62, 0.95), false),

    /**
     * Claude up to Opus 4.6. Not published; fitted to one half of the API's counts in {@code
     * answers.csv}, and compared with the other.
     */
    CLAUDE("claude", EncodingType.CL100K_BASE, Factors.of(1.11, 1.22), false),

    /**
     * Claude from Opus 4.7 and Sonnet 5 on; found as for the ones before, of which it has 23 to 33
     * % more. Anthropic says "about 30 %" (platform.claude.com, build-with-claude/token-counting).
     */
    CLAUDE_5("claude-5", EncodingType.CL100K_BASE, Factors.of(1.36, 1.62), false),

    /** Of whom nothing is known. */
    UNKNOWN("unknown", EncodingType.O200K_BASE, Factors.of(1.05, 1.10), false);

    /**
     * A name's beginning and whose it is; the first that fits counts. OpenAI's: tiktoken/model.py.
     */
    private record Rule(Pattern name, Tokenizer tokenizer) {

        static Rule of(String pattern, Tokenizer tokenizer) {
            return new Rule(Pattern.compile(pattern), tokenizer);
        }
    }

    private static final List<Rule> RULES =
            List.of(
                    Rule.of(
                            "^(gpt-4o|gpt-4\\.|gpt-5|gpt-oss|chatgpt-4o|codex-|o[134](-|$))",
                            O200K),
                    Rule.of("^(gpt-4(-|$)|gpt-3\\.5|gpt-35|text-embedding-(3-|ada))", CL100K),
                    Rule.of(
                            "claude-((opus|sonnet|haiku|fable|mythos)-([5-9]|4[.-]([7-9]|1\\d)(\\D|$))"
                                    + "|mythos)",
                            CLAUDE_5),
                    Rule.of("claude", CLAUDE),
                    Rule.of("gemini|gemma", GEMINI),
                    // A model that was distilled keeps the tokenizer of the one that learnt.
                    Rule.of("llama", LLAMA),
                    Rule.of("qwen|qwq", QWEN),
                    Rule.of("deepseek", DEEPSEEK),
                    Rule.of("(mis|minis|magis|codes|devs|vox)tral|mixtral|pixtral", MISTRAL));

    private final String wireName;
    private final EncodingType base;

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
    private final Factors factors;

    private final boolean exact;

    Tokenizer(String wireName, EncodingType base, Factors factors, boolean exact) {
        this.wireName = wireName;
        this.base = base;
        this.factors = factors;
        this.exact = exact;
    }

    /**
     * By a model's name.
     *
     * @param modelId the provider's own id; may begin with the name of who made it ({@code
     *     openai/gpt-4o})
     */
    public static Tokenizer of(String modelId) {
        String id = modelId.toLowerCase(Locale.ROOT);
        String last = id.substring(id.lastIndexOf('/') + 1);
        return RULES.stream()
                .filter(rule -> rule.name().matcher(last).find())
                .map(Rule::tokenizer)
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** For people and for {@code /v1/tokenize}. */
    public String wireName() {
        return wireName;
    }

    /** Whether its counts are the provider's. */
    public boolean isExact() {
        return exact;
    }

    EncodingType base() {
        return base;
    }

    /**
     * @param ofBase the text's tokens, as {@link #base} counts them
     */
    long tokens(int ofBase, RoughCount rough) {
        return Math.round(ours(ofBase, rough.in(base)));
    }

    /** Without a vocabulary. */
    long estimate(RoughCount rough) {
        RoughCount inBase = rough.in(base);
        return Math.round(ours(inBase.tokens(), inBase));
    }

    private double ours(double ofBase, RoughCount inBase) {
        long digits = this == QWEN ? inBase.furtherDigits() : 0;
        boolean claudes = this == CLAUDE || this == CLAUDE_5;
        return (ofBase + digits) * factors.on(claudes ? inBase.besidesMarkup() : inBase);
    }
}
