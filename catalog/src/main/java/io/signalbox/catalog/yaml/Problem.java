package io.signalbox.catalog.yaml;

/**
 * One thing that is wrong.
 *
 * @param file as shown to people
 * @param line from 1; 0 for the file as a whole
 * @param path of the key, for example {@code providers.groq.priority}; empty for the file
 * @param message what is wrong and what would be right; never a secret
 */
public record Problem(String file, int line, String path, String message) {

    /** {@code file:line: path: message}, without the parts that there are none of. */
    @Override
    public String toString() {
        String place = line > 0 ? file + ":" + line : file;
        return place + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
