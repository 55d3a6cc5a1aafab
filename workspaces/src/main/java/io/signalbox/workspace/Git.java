package io.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The git command, with a home of its own: no hook, no filter, no credential helper, no setting of
 * the machine or of its user reaches it. Any thread.
 *
 * <p>A repository of the caller is never git's current one, but for {@code upload-pack}, which is
 * made for repositories that one does not trust (gitsecurityboundary(7)), and for {@code
 * update-ref}.
 */
final class Git {

    /** What a command over the network needs and the worker's own environment has. */
    private static final List<String> PASSED =
            List.of(
                    "PATH",
                    "TMPDIR",
                    "SSH_AUTH_SOCK",
                    "SSL_CERT_FILE",
                    "SSL_CERT_DIR",
                    "GIT_SSL_CAINFO",
                    "http_proxy",
                    "https_proxy",
                    "HTTPS_PROXY",
                    "no_proxy",
                    "NO_PROXY");

    /**
     * Names that settings of a repository could run are set here as well, so that only a repository
     * of ours, where nobody else writes, could set them again.
     */
    private static final String CONFIG =
            """
            [core]
            	hooksPath = /dev/null
            	fsmonitor = false
            	untrackedCache = false
            	attributesFile = /dev/null
            	excludesFile = /dev/null
            	autocrlf = false
            	quotePath = true
            	symlinks = true
            	bigFileThreshold = 8m
            	compression = 1
            [safe]
            	directory = *
            [gc]
            	auto = 0
            	autoDetach = false
            [maintenance]
            	auto = false
            [submodule]
            	recurse = false
            [fetch]
            	recurseSubmodules = false
            	writeCommitGraph = false
            [diff]
            	renames = true
            	noprefix = false
            	mnemonicPrefix = false
            	ignoreSubmodules = dirty
            [init]
            	defaultBranch = main
            [credential]
            	helper =
            [http]
            	lowSpeedLimit = 1000
            	lowSpeedTime = 60
            [user]
            	name = Signalbox
            	email = signalbox@localhost
            """;

    private final GitLimits limits;
    private final Path home;

    /**
     * @param home a directory of the worker's own; made where it is missing
     */
    Git(GitLimits limits, Path home) {
        this.limits = limits;
        this.home = home.toAbsolutePath();
    }

    GitLimits limits() {
        return limits;
    }

    /** A command that needs no repository. */
    GitCommand anywhere() {
        return new GitCommand(this, null);
    }

    /** A command in a repository of ours. */
    GitCommand in(Path gitDirectory) {
        return new GitCommand(this, gitDirectory);
    }

    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        for (String name : PASSED) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.put("HOME", home.toString());
        environment.put("XDG_CONFIG_HOME", home.toString());
        environment.put("LC_ALL", "C");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", home.resolve("config").toString());
        environment.put("GIT_ATTR_NOSYSTEM", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_ASKPASS", "");
        environment.put("GIT_SSH_COMMAND", limits.sshCommand());
        environment.put("GIT_SSH_VARIANT", "ssh");
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        environment.put("GIT_NO_LAZY_FETCH", "1");
        environment.put("GIT_NO_REPLACE_OBJECTS", "1");
        environment.put("GIT_PAGER", "cat");
        environment.put("GIT_EDITOR", "false");
        environment.put("GIT_ALLOW_PROTOCOL", "none");
        environment.put("GIT_LITERAL_PATHSPECS", "1");
        return environment;
    }

    /** Where commands are started: git must find no repository around it by itself. */
    Path home() {
        Path config = home.resolve("config");
        try {
            if (!Files.exists(config)) {
                Files.createDirectories(home);
                Path written = Files.createTempFile(home, "config", ".new");
                Files.writeString(written, CONFIG);
                Files.move(written, config, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw Refusal.of(e);
        }
        return home;
    }

    /**
     * Writes the settings anew: they may be of an older version.
     *
     * @throws Refusal where the disk refuses
     */
    void prepare() {
        try {
            Files.deleteIfExists(home.resolve("config"));
        } catch (IOException e) {
            throw Refusal.of(e);
        }
        home();
    }
}
