package io.signalbox.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.GatewayConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Refuses bodies that are too large before they are in memory, and answers in the one form whatever
 * else the HTTP server refuses by itself.
 */
@Singleton
final class BodyLimit {

    /** Before the framework's own limit, which answers without a body. */
    private static final int ORDER = -100;

    /** How much of a refused body is read and thrown away, so that its sender sees the answer. */
    private static final long MAX_DISCARDED_BYTES = 64L * 1024 * 1024;

    private static final int TOO_LARGE = 413;
    private static final Set<HttpMethod> WITHOUT_BODY = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final int maxBytes;
    private final BodyHandler counted;

    BodyLimit(GatewayConfig config) {
        this.maxBytes = config.maxBodyBytes();
        this.counted = BodyHandler.create(false).setBodyLimit(maxBytes);
    }

    void register(@Observes Router router) {
        router.route("/v1/*").order(ORDER).handler(this::check).failureHandler(this::refused);
    }

    private void check(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        String declared = request.getHeader(HttpHeaderNames.CONTENT_LENGTH);
        if (declared != null && isOver(declared)) {
            answer(
                    exchange,
                    "the body has %s bytes, at most %d are taken".formatted(declared, maxBytes));
        } else if (declared == null && isCountable(request)) {
            counted.handle(exchange);
        } else {
            exchange.next();
        }
    }

    /**
     * A body of HTTP/2 that was counted cannot be read again: there the framework's limit holds.
     */
    private static boolean isCountable(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2 && !WITHOUT_BODY.contains(request.method());
    }

    private boolean isOver(String declared) {
        try {
            return Long.parseLong(declared) > maxBytes;
        } catch (NumberFormatException e) {
            // The HTTP server refuses what is no number.
            return false;
        }
    }

    private void refused(RoutingContext exchange) {
        if (exchange.statusCode() == TOO_LARGE && !exchange.response().headWritten()) {
            answer(
                    exchange,
                    "the body is over %d bytes, the most that are taken".formatted(maxBytes));
        } else {
            exchange.next();
        }
    }

    private static void answer(RoutingContext exchange, String message) {
        HttpServerRequest request = exchange.request();
        ErrorBody body =
                ErrorBody.of(
                        ApiException.bodyTooLarge(message),
                        TraceId.from(request.getHeader("traceparent")));
        if (!request.isEnded()) {
            discard(request);
        }
        exchange.response()
                .setStatusCode(TOO_LARGE)
                .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .end(Buffer.buffer(Json.bytes(body)));
    }

    private static void discard(HttpServerRequest request) {
        long[] discarded = {0};
        request.handler(piece -> {
            discarded[0] += piece.length();
            if (discarded[0] > MAX_DISCARDED_BYTES) {
                request.connection().close();
            }
        });
        request.resume();
    }
}
