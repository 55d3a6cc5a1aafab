package io.signalbox.catalog;

import java.util.Locale;

/** The wire format that a provider speaks. */
public enum Dialect {
    ANTHROPIC,
    OPENAI,
    GEMINI,
    OLLAMA,
    MISTRAL;

    private static final String LATEST = ":latest";

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one id of a model that has several: to Ollama {@code x} and {@code x:latest} are one. */
    public String modelId(String id) {
        return this == OLLAMA && id.endsWith(LATEST)
                ? id.substring(0, id.length() - LATEST.length())
                : id;
    }
}
