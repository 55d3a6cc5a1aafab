package io.signalbox.gateway.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Without keys the gateway serves this machine only: a page of another site (Origin) and a name
 * that was pointed at loopback (Host, DNS rebinding) are refused.
 */
public final class LoopbackRule {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    @ServerRequestFilter(preMatching = true)
    public void check(ContainerRequestContext request) {
        String host = request.getHeaderString("Host");
        if (host != null && !isLoopback(withoutPort(host))) {
            throw ApiException.forbidden(
                    "Host '%s' is not this machine: without keys only localhost is served"
                            .formatted(host));
        }
        String origin = request.getHeaderString("Origin");
        if (origin != null && !isLoopback(hostOf(origin))) {
            throw ApiException.forbidden(
                    "Origin '%s' is not this machine: without keys only pages from localhost are served"
                            .formatted(origin));
        }
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null && LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static @Nullable String hostOf(String origin) {
        try {
            return URI.create(origin).getHost();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
