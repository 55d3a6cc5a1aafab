package io.signalbox.catalog;

import java.util.Locale;

/** The wire format that a provider speaks. */
public enum Dialect {
    ANTHROPIC,
    OPENAI,
    GEMINI,
    OLLAMA,
    MISTRAL;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
