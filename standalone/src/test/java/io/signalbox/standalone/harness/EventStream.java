package io.signalbox.standalone.harness;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An open stream of server-sent events; closing it hangs up. Used by one thread. */
public final class EventStream implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Optional<Event>> events = new LinkedBlockingQueue<>();

    /** One event; {@code name} and {@code id} are empty where there is none. */
    public record Event(String name, String id, JsonNode data) {}

    EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        Thread.ofVirtual().start(this::read);
    }

    public int status() {
        return response.statusCode();
    }

    /** The header's first value, or an empty text. */
    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String name = "";
            String id = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.startsWith("data: {")) {
                    JsonNode data = Json.mapper().readTree(line.substring("data: ".length()));
                    events.add(Optional.of(new Event(name, id, data)));
                    name = "";
                    id = "";
                }
            }
        } catch (IOException e) {
            // Hung up.
        } finally {
            events.add(Optional.empty());
        }
    }

    /**
     * The next event; empty at the stream's end.
     *
     * @throws AssertionError where nothing came within the limit
     */
    public Optional<Event> next() {
        try {
            Optional<Event> next = events.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no event within " + LIMIT);
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What comes up to the first that is as wanted, that one included. */
    public List<Event> until(Predicate<Event> wanted) {
        List<Event> read = new ArrayList<>();
        while (true) {
            Event event = next().orElseThrow(() -> new AssertionError("the stream ended: " + read));
            read.add(event);
            if (wanted.test(event)) {
                return read;
            }
        }
    }

    /** Everything up to the stream's end. */
    public List<Event> rest() {
        List<Event> read = new ArrayList<>();
        for (Optional<Event> next = next(); next.isPresent(); next = next()) {
            read.add(next.get());
        }
        return read;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot hang up", e);
        }
    }
}
