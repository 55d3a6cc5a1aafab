package io.signalbox.gateway.forward;

import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.http.ErrorBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the service that owns a reading, and gives its answer on as it is; errors get a trace id.
 * Blocks; for virtual threads.
 */
@ApplicationScoped
public class ServiceClient {

    private static final Logger LOG = Logger.getLogger(ServiceClient.class);
    private static final int FIRST_ERROR = 400;

    /** Largest answer of another service; a larger one counts as none. */
    private static final long MAX_ANSWER_BYTES = 64L * 1024 * 1024;

    /** Over everything, from connecting to the last byte. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String router;
    private final String metrics;
    private final Duration limit;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();

    @Inject
    ServiceClient(GatewayConfig config, @ConfigProperty(name = "quarkus.http.port") int ownPort) {
        this(
                config.routerUrl().orElse("http://127.0.0.1:" + ownPort),
                config.metricsUrl().orElse("http://127.0.0.1:" + ownPort),
                LIMIT);
    }

    ServiceClient(String router, String metrics, Duration limit) {
        this.router = router;
        this.metrics = metrics;
        this.limit = limit;
    }

    Response fromMetrics(String path, @Nullable String query, String traceId) {
        String suffix = query == null ? "" : "?" + query;
        return forward(
                "metrics",
                HttpRequest.newBuilder(URI.create(metrics + "/internal/metrics/" + path + suffix))
                        .GET(),
                traceId);
    }

    Response fromRouter(String path, byte[] body, String traceId) {
        return forward(
                "router",
                HttpRequest.newBuilder(URI.create(router + "/internal/router/" + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                traceId);
    }

    private Response forward(String service, HttpRequest.Builder request, String traceId) {
        // Not the request's own limit: before JDK 26 that ends with the headers (JDK-8208693).
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(
                        request.build(),
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        try {
            return answer(service, answer.get(limit.toNanos(), TimeUnit.NANOSECONDS), traceId);
        } catch (TimeoutException e) {
            LOG.warnf("the %s service has not answered within %s", service, limit);
            throw away(service);
        } catch (ExecutionException e) {
            LOG.warnf("the %s service does not answer: %s", service, e.getCause());
            throw away(service);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away(service);
        } finally {
            answer.cancel(true);
        }
    }

    private static Response answer(String service, HttpResponse<byte[]> answer, String traceId) {
        int status = answer.statusCode();
        Response.ResponseBuilder response = Response.status(status);
        if (status >= FIRST_ERROR) {
            response.entity(ErrorBody.traced(answer.body(), status, service, traceId))
                    .type(MediaType.APPLICATION_JSON);
        } else {
            response.entity(answer.body());
            give(HttpHeaders.CONTENT_TYPE, answer, response);
        }
        give(HttpHeaders.CONTENT_DISPOSITION, answer, response);
        give(HttpHeaders.RETRY_AFTER, answer, response);
        return response.build();
    }

    private static void give(
            String header, HttpResponse<byte[]> answer, Response.ResponseBuilder response) {
        answer.headers().firstValue(header).ifPresent(value -> response.header(header, value));
    }

    private static ApiException away(String service) {
        return ApiException.away(
                service + "_unavailable",
                "the %s service does not answer now; jobs go on meanwhile".formatted(service),
                Duration.ofSeconds(2));
    }
}
