package io.signalbox.gateway.forward;

import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.http.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the service that owns a reading, and gives its answer on as it is. Blocks; for virtual
 * threads.
 */
@ApplicationScoped
public class ServiceClient {

    private static final Logger LOG = Logger.getLogger(ServiceClient.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String router;
    private final String metrics;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();

    ServiceClient(GatewayConfig config, @ConfigProperty(name = "quarkus.http.port") int ownPort) {
        String here = "http://127.0.0.1:" + ownPort;
        this.router = config.routerUrl().orElse(here);
        this.metrics = config.metricsUrl().orElse(here);
    }

    Response fromMetrics(String path, @Nullable String query) {
        String suffix = query == null ? "" : "?" + query;
        return forward(
                "metrics",
                HttpRequest.newBuilder(URI.create(metrics + "/internal/metrics/" + path + suffix))
                        .GET());
    }

    Response fromRouter(String path, byte[] body) {
        return forward(
                "router",
                HttpRequest.newBuilder(URI.create(router + "/internal/router/" + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private Response forward(String service, HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer =
                    http.send(
                            request.timeout(LIMIT).build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            Response.ResponseBuilder response =
                    Response.status(answer.statusCode()).entity(answer.body());
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> response.header("Content-Type", type));
            return response.build();
        } catch (IOException e) {
            LOG.warnf("the %s service does not answer: %s", service, e);
            throw away(service);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away(service);
        }
    }

    private static ApiException away(String service) {
        return ApiException.away(
                service + "_unavailable",
                "the %s service does not answer now; jobs go on meanwhile".formatted(service),
                Duration.ofSeconds(2));
    }
}
