package io.signalbox.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.gateway.http.ApiException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ServiceClientTest {

    private static final String HEADERS_ONLY =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n";

    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    /** The JDK's limit of a request is over with the headers: before 26 it never ended this. */
    @Test
    void aServiceThatStopsAfterItsHeadersIsAwayAndItsConnectionIsClosed() throws IOException {
        try (ServerSocket service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> stall(service));
            String url = "http://127.0.0.1:" + service.getLocalPort();
            ServiceClient services = new ServiceClient(url, url, Duration.ofMillis(200));

            assertThatThrownBy(() -> services.fromMetrics("usage", null, "trace"))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            it -> assertThat(it.code()).isEqualTo("metrics_unavailable"));
            assertThat(closed.join()).isTrue();
        }
    }

    private void stall(ServerSocket service) {
        try (Socket caller = service.accept()) {
            caller.getOutputStream().write(HEADERS_ONLY.getBytes(StandardCharsets.UTF_8));
            while (caller.getInputStream().read() >= 0) {
                // The request, until the caller closes.
            }
            closed.complete(true);
        } catch (IOException e) {
            closed.complete(true);
        }
    }
}
