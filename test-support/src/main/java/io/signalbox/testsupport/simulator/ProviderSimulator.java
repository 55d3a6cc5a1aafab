package io.signalbox.testsupport.simulator;

import io.signalbox.testsupport.PortInUseException;
import io.signalbox.testsupport.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Any number of simulated model providers behind one loopback port, each under its own name: {@code
 * http://127.0.0.1:<port>/<name>}, in every wire format that there is a {@link WireDialect} for.
 * Names come to be by {@link #script} or over HTTP (see {@link ControlApi}); others get 404.
 * Thread-safe; starting and closing block for milliseconds.
 */
public final class ProviderSimulator implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ProviderSimulator.class.getName());

    /** Bodies of 100 MB and more are refused. */
    private static final int MOST_BODY_DIGITS = 8;

    private final Vertx vertx;
    private final HttpServer server;
    private final Map<String, SimulatedProvider> providers = new ConcurrentHashMap<>();
    private final InstantSource clock = InstantSource.system();
    private final WireApi wire =
            new WireApi(
                    List.of(
                            new OpenAiWire(),
                            new ResponsesWire(),
                            new OllamaWire(),
                            new AnthropicWire(),
                            new GeminiWire(),
                            new MistralWire()),
                    clock);
    private final EmbeddingApi embeddings = new EmbeddingApi();
    private final ControlApi control = new ControlApi(providers, this::provider);

    private ProviderSimulator(Vertx vertx, int port) {
        this.vertx = vertx;
        // HTTP/2 upgrades are refused, as the plain-HTTP servers of real providers do.
        this.server =
                vertx.createHttpServer(
                        new HttpServerOptions()
                                .setHost(Ports.LOOPBACK)
                                .setPort(port)
                                .setHttp2ClearTextEnabled(false)
                                .setTcpNoDelay(true));
    }

    /** On a free port. */
    public static ProviderSimulator start() {
        return start(0);
    }

    /**
     * @param port 0 takes a free one
     * @throws PortInUseException if the port is taken
     */
    public static ProviderSimulator start(int port) {
        if (port != 0) {
            Ports.wanted(port);
        }
        Vertx vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(1)
                                .setInternalBlockingPoolSize(1)
                                .setUseDaemonThread(true)
                                .setFileSystemOptions(
                                        new FileSystemOptions()
                                                .setClassPathResolvingEnabled(false)
                                                .setFileCachingEnabled(false)));
        ProviderSimulator simulator = new ProviderSimulator(vertx, port);
        try {
            simulator.listen();
            return simulator;
        } catch (RuntimeException e) {
            simulator.close();
            throw e;
        }
    }

    private void listen() {
        server.requestHandler(this::onRequest);
        server.listen().toCompletionStage().toCompletableFuture().join();
    }

    public int port() {
        return server.actualPort();
    }

    /** What a client of OpenAI's format is configured with; ends in {@code /v1}. */
    public String baseUrl(String name) {
        return serverUrl(name) + "/v1";
    }

    /**
     * What a client of Ollama's format is configured with; no path but the provider's name. One of
     * Gemini's adds {@code /v1beta}.
     */
    public String serverUrl(String name) {
        return "http://" + Ports.LOOPBACK + ":" + port() + "/" + name;
    }

    /** What a client of Gemini's format is configured with; ends in {@code /v1beta}. */
    public String geminiUrl(String name) {
        return serverUrl(name) + GeminiWire.ROOT;
    }

    /** What a client of Mistral's format is configured with; ends in {@code /v1}. */
    public String mistralUrl(String name) {
        return serverUrl(name) + MistralWire.ROOT + "/v1";
    }

    /** What a client of Anthropic's format is configured with; ends in {@code /v1}. */
    public String anthropicUrl(String name) {
        return serverUrl(name) + AnthropicWire.ROOT + "/v1";
    }

    /** Sets a provider's script, making the provider if it is new. */
    public SimulatedProvider script(String name, Script script) {
        SimulatedProvider provider = provider(name);
        provider.play(script);
        return provider;
    }

    /** The provider of this name; a new one plays the default script. */
    public SimulatedProvider provider(String name) {
        return providers.computeIfAbsent(name, _ -> new SimulatedProvider(clock));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void onRequest(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        if (length != null && length.length() > MOST_BODY_DIGITS) {
            play(request, Reply.of(413, Reply.JSON, "{}"));
            return;
        }
        String path = Objects.requireNonNullElse(request.path(), "/");
        request.body().onSuccess(bytes -> onBodyOr500(request, path, bytes.toString()));
    }

    /** A fault of the simulator itself must not look like a scripted hang. */
    private void onBodyOr500(HttpServerRequest request, String path, String body) {
        try {
            onBody(request, path, body);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the simulator failed", e);
            play(request, Reply.of(500, Reply.JSON, "{}"));
        }
    }

    private void onBody(HttpServerRequest request, String path, String body) {
        String method = request.method().name();
        if (ControlApi.owns(path)) {
            play(request, control.answer(method, path, body));
            return;
        }
        int slash = path.indexOf('/', 1);
        String name = slash < 0 ? path.substring(1) : path.substring(1, slash);
        SimulatedProvider provider = providers.get(name);
        if (provider == null) {
            play(request, wire.unknown("No simulated provider '%s'.".formatted(name)));
            return;
        }
        String rest = slash < 0 ? "" : path.substring(slash);
        Optional<EmbeddingWire> vectors = embeddings.wire(method, rest);
        if (vectors.isPresent()) {
            begun(
                    request,
                    provider,
                    rest,
                    body,
                    headers -> embeddings.answer(vectors.get(), provider, rest, headers, body));
            return;
        }
        Optional<WireApi.Route> route = wire.route(method, rest);
        if (route.isEmpty()) {
            play(request, wire.unknown("Unknown request URL: %s %s".formatted(method, path)));
            return;
        }
        WireDialect dialect = route.get().dialect();
        switch (route.get().operation()) {
            case CHAT -> chat(request, dialect, provider, rest, body);
            case MODELS -> play(request, wire.models(dialect, provider.script(), headers(request)));
            case LOADED -> play(request, wire.loaded(dialect, provider.script(), headers(request)));
            case COUNT ->
                    play(request, wire.count(dialect, provider.script(), headers(request), body));
            case SOCKET -> play(request, wire.noSocket(dialect));
        }
    }

    private void chat(
            HttpServerRequest request,
            WireDialect dialect,
            SimulatedProvider provider,
            String path,
            String body) {
        Map<String, String> headers = headers(request);
        long number = provider.begin(path, headers, body);
        CompletionStage<Void> gate = provider.gate();
        Reply reply = wire.chat(dialect, provider, path, headers, body, number);
        ReplyWriter writer = new ReplyWriter(vertx, request, reply, provider::end);
        if (gate.toCompletableFuture().isDone()) {
            writer.write();
        } else {
            writer.writeAfter(gate);
        }
    }

    private void begun(
            HttpServerRequest request,
            SimulatedProvider provider,
            String path,
            String body,
            Function<Map<String, String>, Reply> answer) {
        Map<String, String> headers = headers(request);
        provider.begin(path, headers, body);
        CompletionStage<Void> gate = provider.gate();
        new ReplyWriter(vertx, request, answer.apply(headers), provider::end).writeAfter(gate);
    }

    private void play(HttpServerRequest request, Reply reply) {
        new ReplyWriter(vertx, request, reply, byClient -> {}).write();
    }

    private static Map<String, String> headers(HttpServerRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers()
                .forEach(
                        (name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }
}
