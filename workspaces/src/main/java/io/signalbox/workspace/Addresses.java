package io.signalbox.workspace;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code workspace.repository} may look like, before anything is touched. Pure. */
final class Addresses {

    private static final String HOST = "[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?";
    private static final String USER = "[A-Za-z0-9_][A-Za-z0-9_.-]*";
    private static final String PATH = "[^\\s\\p{Cntrl}\\\\]+";

    private static final Pattern HTTPS =
            Pattern.compile("https://" + HOST + "(?::\\d{1,5})?/" + PATH);
    private static final Pattern SSH =
            Pattern.compile("ssh://(?:" + USER + "@)?" + HOST + "(?::\\d{1,5})?/(?!-)" + PATH);
    private static final Pattern SCP = Pattern.compile(USER + "@" + HOST + ":(?![-:])" + PATH);
    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*");
    private static final Pattern HELPER = Pattern.compile("[A-Za-z0-9_+.-]+::.*");

    private Addresses() {}

    /** A form that may be asked for: a URL, or a path of this machine, absolute, without "..". */
    sealed interface Form {

        record Url(String address) implements Form {}

        record LocalPath(Path path) implements Form {}
    }

    /**
     * @throws Refusal INVALID_REQUEST where it is neither
     */
    static Form read(String repository) {
        if (repository.isBlank()) {
            throw Refusal.invalid("workspace.repository is empty: name a path or a URL");
        }
        if (repository.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.invalid("workspace.repository holds a control character");
        }
        if (repository.startsWith("-")) {
            throw Refusal.invalid("workspace.repository begins with '-', which git would obey");
        }
        if (HELPER.matcher(repository).matches()) {
            throw Refusal.invalid(
                    "workspace.repository names a transport helper ('::'): %s", FORMS);
        }
        Matcher url = URL.matcher(repository);
        if (url.matches()) {
            return url(repository, url.group(1));
        }
        if (SCP.matcher(repository).matches()) {
            return new Form.Url(repository);
        }
        return path(repository);
    }

    private static final String FORMS =
            "it is an absolute path, file:///path, https://host/path, ssh://user@host/path or"
                    + " user@host:path";

    private static Form url(String repository, String scheme) {
        boolean good =
                switch (scheme) {
                    case "https" -> HTTPS.matcher(repository).matches();
                    case "ssh" -> SSH.matcher(repository).matches();
                    case "file" -> repository.startsWith("file:///");
                    default ->
                            throw Refusal.invalid(
                                    "workspace.repository has the scheme '%s': %s", scheme, FORMS);
                };
        if (!good && repository.matches("(?s)[a-z]+://[^/]*@.*")) {
            throw Refusal.invalid(
                    "workspace.repository carries a password or a user that is not taken: leave it"
                            + " out; the worker uses its own ssh keys");
        }
        if (!good) {
            throw Refusal.invalid("workspace.repository is no such URL: %s", FORMS);
        }
        return scheme.equals("file")
                ? path(repository.substring("file://".length()))
                : new Form.Url(repository);
    }

    private static Form path(String text) {
        if (!text.startsWith("/")) {
            throw Refusal.invalid(
                    "workspace.repository '%s' is neither path nor URL: %s", text, FORMS);
        }
        try {
            Path path = Path.of(text);
            for (Path name : path) {
                if (name.toString().equals("..")) {
                    throw Refusal.invalid("workspace.repository holds '..': write the path itself");
                }
            }
            return new Form.LocalPath(path.normalize());
        } catch (InvalidPathException e) {
            throw Refusal.invalid("workspace.repository is no path of the worker's machine");
        }
    }
}
