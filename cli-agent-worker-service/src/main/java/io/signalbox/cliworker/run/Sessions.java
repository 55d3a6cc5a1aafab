package io.signalbox.cliworker.run;

import io.signalbox.cliworker.output.SessionTotals;
import io.signalbox.contracts.wire.Json;
import io.signalbox.workspace.Deletion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * What is kept of callers' sessions with agents, one directory each: the agent's HOME, and under
 * which id the agent knows the session. A session belongs to one tenant and one agent.
 */
final class Sessions {

    private static final Logger LOG = Logger.getLogger(Sessions.class);

    /**
     * @param agentSession the agent's own id of the session
     * @param totals what it has counted for the session so far
     */
    record Kept(String agentSession, SessionTotals totals) {}

    /**
     * @param state where {@link Kept} is
     * @param home the agent's HOME
     * @param workspace for {@code WorkspaceOpener.openSession}
     */
    record Place(Path state, Path home, Path workspace) {}

    private final Path states;
    private final Path workspaces;
    private final InstantSource clock;

    /**
     * @param workspaces where the sessions' workspaces are, one level below
     */
    Sessions(Path dataDirectory, Path workspaces, InstantSource clock) {
        this.states = dataDirectory.resolve("session-state");
        this.workspaces = workspaces;
        this.clock = clock;
    }

    Place place(String tenant, String agent, String session) {
        String name = digest(tenant + "\n" + agent + "\n" + session);
        Path state = states.resolve(name);
        return new Place(
                state.resolve("session.json"), state.resolve("home"), workspaces.resolve(name));
    }

    /** Empty for one that begins, here at least. */
    Optional<Kept> find(Place place) throws IOException {
        return Files.exists(place.state())
                ? Optional.of(Json.read(Files.readAllBytes(place.state()), Kept.class))
                : Optional.empty();
    }

    void keep(Place place, Kept kept) throws IOException {
        Files.createDirectories(place.home());
        Path next = place.state().resolveSibling("session.json.next");
        Files.write(next, Json.bytes(kept));
        Files.move(
                next,
                place.state(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Forgets sessions that nobody has gone on with for that long. What cannot be deleted stays.
     */
    void prune(Duration unused) {
        if (!Files.isDirectory(states)) {
            return;
        }
        Instant limit = clock.instant().minus(unused);
        try (Stream<Path> all = Files.list(states)) {
            all.toList().forEach(session -> prune(session, limit));
        } catch (IOException e) {
            LOG.warnf("old sessions stay: %s", e);
        }
    }

    private void prune(Path session, Instant limit) {
        try {
            if (isOlder(session, limit)) {
                Deletion.delete(workspaces.resolve(session.getFileName()));
                Deletion.delete(session);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf("an old session stays: %s", e);
        }
    }

    private static boolean isOlder(Path session, Instant limit) throws IOException {
        Path state = session.resolve("session.json");
        return Files.getLastModifiedTime(Files.exists(state) ? state : session)
                .toInstant()
                .isBefore(limit);
    }

    private static String digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
