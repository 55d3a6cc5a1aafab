package io.signalbox.apiworker.provider.discovery;

import io.signalbox.apiworker.call.RawServer;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A loopback server that answers by path, and remembers what it was asked and with which key. */
final class FakeServer implements AutoCloseable {

    /** An answer, and the only key that gets it; null: any. */
    private record Answer(int status, String body) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String key = "";
    private final RawServer server = new RawServer(this::answer);

    private void answer(RawServer.Connection connection) throws IOException {
        String path = connection.request().line().split(" ", -1)[1];
        asked.add(path);
        String shown = connection.request().headers().getOrDefault("authorization", "");
        Answer answer = answers.getOrDefault(path, new Answer(404, "{}"));
        if (!key.isEmpty() && !shown.equals("Bearer " + key)) {
            answer = new Answer(401, "{}");
        }
        connection.answer(answer.status(), "application/json", answer.body());
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
