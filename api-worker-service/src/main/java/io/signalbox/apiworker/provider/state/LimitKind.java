package io.signalbox.apiworker.provider.state;

/** Which kind of limit a key has reached. */
enum LimitKind {
    RATE("rate_limited", "rate limit reached"),
    QUOTA("quota_exhausted", "quota used up");

    private final String code;
    private final String words;

    LimitKind(String code, String words) {
        this.code = code;
        this.words = words;
    }

    /** As in {@code ProviderCondition}. */
    String code() {
        return code;
    }

    String words() {
        return words;
    }
}
