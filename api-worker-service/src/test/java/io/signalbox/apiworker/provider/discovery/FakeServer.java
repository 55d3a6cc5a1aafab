package io.signalbox.apiworker.provider.discovery;

import io.signalbox.apiworker.call.RawServer;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A loopback server that answers by path, and remembers what it was asked and with which key. */
final class FakeServer implements AutoCloseable {

    /** An answer, and the only key that gets it; null: any. */
    private record Answer(int status, String body) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String key = "";
    private volatile CountDownLatch held = new CountDownLatch(0);
    private final RawServer server = new RawServer(this::answer);

    private void answer(RawServer.Connection connection) throws IOException {
        String path = connection.request().line().split(" ", -1)[1];
        asked.add(path);
        awaitRelease();
        String shown = connection.request().headers().getOrDefault("authorization", "");
        Answer answer = answers.getOrDefault(path, new Answer(404, "{}"));
        if (!key.isEmpty() && !shown.equals("Bearer " + key)) {
            answer = new Answer(401, "{}");
        }
        connection.answer(answer.status(), "application/json", answer.body());
    }

    private void awaitRelease() throws InterruptedIOException {
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("held until the end");
        }
    }

    /** From now on nothing is answered until {@link #release()}. */
    void hold() {
        held = new CountDownLatch(1);
    }

    void release() {
        held.countDown();
    }

    FakeServer on(String path, String body) {
        return on(path, 200, body);
    }

    FakeServer on(String path, int status, String body) {
        answers.put(path, new Answer(status, body));
        return this;
    }

    FakeServer onlyFor(String good) {
        key = good;
        return this;
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    URI url() {
        return server.url();
    }

    /**
     * @param fields of the provider's entry, as YAML in one line
     */
    Provider provider(String name, String fields) {
        return new CatalogLoader(CatalogEnvironment.of(Map.of()))
                .loadText(
                        "test.yaml",
                        """
                        version: 1
                        providers: {%s: {%s}}
                        """
                                .formatted(name, fields.replace("@url@", url().toString())))
                .provider(name)
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
