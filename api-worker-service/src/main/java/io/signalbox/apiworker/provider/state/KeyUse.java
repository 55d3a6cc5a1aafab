package io.signalbox.apiworker.provider.state;

/** One call with one key. */
public final class KeyUse {

    private final KeyState key;
    private final String model;

    KeyUse(KeyState key, String model) {
        this.key = key;
        this.model = model;
    }

    KeyState key() {
        return key;
    }

    String model() {
        return model;
    }
}
