package io.signalbox.cliworker.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.catalog.Agent;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * How many runs each agent has had today (UTC), kept in a file that all workers of one data
 * directory share: the count survives a restart. Thread-safe.
 */
public final class DayCount {

    private static final Logger LOG = Logger.getLogger(DayCount.class);

    private final Path file;
    private final Path lock;
    private final InstantSource clock;

    /**
     * @param directory made where it is missing
     */
    public DayCount(Path directory, InstantSource clock) {
        this.file = directory.resolve("runs-today.json");
        this.lock = directory.resolve("runs-today.lock");
        this.clock = clock;
    }

    /** Counts one more run; empty: the agent's entry allows none before that time. */
    synchronized boolean take(Agent agent) {
        Long most = agent.limits().requestsPerDay();
        return most == null || locked(count -> add(count, agent.name(), most));
    }

    /** When a run is allowed again; empty where one is allowed now. */
    public synchronized Optional<Instant> fullUntil(Agent agent) {
        Long most = agent.limits().requestsPerDay();
        if (most == null || !locked(count -> count.path(agent.name()).asLong() >= most)) {
            return Optional.empty();
        }
        return Optional.of(today().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private interface Step {
        boolean on(ObjectNode count) throws IOException;
    }

    private boolean add(ObjectNode count, String agent, long most) throws IOException {
        long before = count.path(agent).asLong();
        if (before >= most) {
            return false;
        }
        count.put(agent, before + 1);
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, Json.bytes(count));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    /** Another process's lock is waited for; this one's threads come one by one. */
    private boolean locked(Step step) {
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel =
                            FileChannel.open(
                                    lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                return held.isValid() && step.on(read());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the count of today's runs cannot be kept", e);
        }
    }

    private ObjectNode read() throws IOException {
        String day = today().toString();
        if (Files.exists(file)) {
            try {
                JsonNode kept = Json.mapper().readTree(Files.readAllBytes(file));
                if (kept instanceof ObjectNode count && count.path("day").asText().equals(day)) {
                    return count;
                }
            } catch (JsonProcessingException e) {
                LOG.warnf("%s is no JSON; today's runs are counted anew", file);
            }
        }
        return Json.mapper().createObjectNode().put("day", day);
    }

    private LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }
}
