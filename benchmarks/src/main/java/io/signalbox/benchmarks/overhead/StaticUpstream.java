package io.signalbox.benchmarks.overhead;

import io.signalbox.testsupport.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * A provider that costs next to nothing: the same answer to every chat completion, plain or
 * streamed, from bytes made once. Runs in a process of its own, prints {@code port <n>} and ends
 * when its standard input does, which is when its parent dies.
 */
public final class StaticUpstream {

    /** Printed before the port. */
    static final String READY = "port ";

    private static final int CHUNKS = 16;
    private static final String WORDS = "a static answer of some words ";
    private static final Buffer PLAIN = Buffer.buffer(plain());
    private static final Buffer STREAMED = Buffer.buffer(streamed());
    private static final Buffer MODELS =
            Buffer.buffer(
                    "{\"object\":\"list\",\"data\":[{\"id\":\"static\",\"object\":\"model\"}]}");
    private static final Pattern STREAM_WANTED = Pattern.compile("\"stream\"\\s*:\\s*true");

    private StaticUpstream() {}

    public static void main(String[] args) throws IOException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        int port =
                vertx.createHttpServer(
                                new HttpServerOptions()
                                        .setHost(Ports.LOOPBACK)
                                        .setPort(0)
                                        .setHttp2ClearTextEnabled(false)
                                        .setTcpNoDelay(true))
                        .requestHandler(
                                request -> request.body().onSuccess(b -> answer(request, b)))
                        .listen()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
        System.out.println(READY + port);
        while (System.in.read() >= 0) {
            // Nothing is ever sent; the end is what is waited for.
        }
        System.exit(0);
    }

    private static void answer(HttpServerRequest request, Buffer body) {
        if (request.uri().endsWith("/models")) {
            request.response().putHeader("Content-Type", "application/json").end(MODELS);
        } else if (wantsStream(body)) {
            request.response().putHeader("Content-Type", "text/event-stream").end(STREAMED);
        } else {
            request.response().putHeader("Content-Type", "application/json").end(PLAIN);
        }
    }

    private static boolean wantsStream(Buffer body) {
        return STREAM_WANTED.matcher(body.toString()).find();
    }

    private static String plain() {
        return """
        {"id":"chatcmpl-static","object":"chat.completion","created":1700000000,"model":"static",\
        "choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],\
        %s}\
        """
                .formatted(WORDS.repeat(CHUNKS), usage());
    }

    private static String streamed() {
        StringBuilder stream = new StringBuilder();
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            stream.append(event("{\"content\":\"" + WORDS + "\"}", "null"));
        }
        stream.append(event("{}", "\"stop\""));
        stream.append("data: ")
                .append(head())
                .append("\"choices\":[],")
                .append(usage())
                .append("}\n\n");
        return stream.append("data: [DONE]\n\n").toString();
    }

    private static String event(String delta, String finish) {
        return "data: %s\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n"
                .formatted(head(), delta, finish);
    }

    private static String head() {
        return "{\"id\":\"chatcmpl-static\",\"object\":\"chat.completion.chunk\","
                + "\"created\":1700000000,\"model\":\"static\",";
    }

    private static String usage() {
        return "\"usage\":{\"prompt_tokens\":96,\"completion_tokens\":96,\"total_tokens\":192}";
    }
}
