package io.signalbox.gateway.http;

import io.signalbox.gateway.GatewayConfig;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Without keys the gateway serves this machine only, and the names in {@code
 * signalbox.gateway.hosts}: a page of another site (Origin) and a name that was pointed here (Host,
 * DNS rebinding) are refused.
 */
public final class LoopbackRule {

    private static final String ONLY =
            "without keys only localhost and the names in signalbox.gateway.hosts are served";

    private final ServedHosts served;

    LoopbackRule(GatewayConfig config) {
        this.served = new ServedHosts(config.hosts().orElse(Set.of()));
    }

    @ServerRequestFilter(preMatching = true)
    public void check(ContainerRequestContext request) {
        String host = request.getHeaderString("Host");
        if (host != null && !served.serves(ServedHosts.withoutPort(host))) {
            throw ApiException.forbidden("Host '%s' is not this machine: %s".formatted(host, ONLY));
        }
        String origin = request.getHeaderString("Origin");
        if (origin != null && !served.serves(hostOf(origin))) {
            throw ApiException.forbidden(
                    "Origin '%s' is not this machine: %s".formatted(origin, ONLY));
        }
    }

    private static @Nullable String hostOf(String origin) {
        try {
            return URI.create(origin).getHost();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
