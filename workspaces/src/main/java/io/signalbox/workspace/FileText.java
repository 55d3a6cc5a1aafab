package io.signalbox.workspace;

import io.signalbox.contracts.attempt.ErrorClass;

/** What a job's files in its workspace say. */
public sealed interface FileText {

    /** The text for a prompt. */
    record Text(String text) implements FileText {

        /** Never what the files hold. */
        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }

    /** A file is missing, lies outside, is no text, or they are too long. */
    record Refused(ErrorClass errorClass, String reason) implements FileText {}
}
