package io.signalbox.testsupport.simulator;

import java.util.StringJoiner;

/** What a reader of a request has seen of its conversation, message by message. */
final class Dialogue {

    private final StringJoiner conversation = new StringJoiner("\n");
    private String question = "";
    private int toolRounds;
    private boolean inResults;

    /** Anybody's words that are neither a question nor a tool's. */
    void said(String text) {
        conversation.add(text);
        inResults = false;
    }

    /** The user's words; what tools said before is of an older question. */
    void asked(String text) {
        said(text);
        question = text;
        toolRounds = 0;
    }

    /** A tool's words; those of tools called at once come one after another and are one round. */
    void result(String text) {
        conversation.add(text);
        toolRounds += inResults ? 0 : 1;
        inResults = true;
    }

    String question() {
        return question;
    }

    String conversation() {
        return conversation.toString();
    }

    int toolRounds() {
        return toolRounds;
    }
}
