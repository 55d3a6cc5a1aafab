package io.signalbox.gateway.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signalbox.catalog.Enablement;
import io.signalbox.catalog.Provider;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One provider, without keys and headers.
 *
 * @param enabled true, false or auto
 * @param baseUrl scheme, host, port and path only: whatever else a URL can hold may be a secret
 * @param keys how many this process has; the workers' count may differ
 * @param models the only ones to use; empty for the registry's and those found at the provider
 * @param concurrency calls at once from one worker
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ProviderView(
        String name,
        String dialect,
        String enabled,
        boolean local,
        boolean free,
        int priority,
        String baseUrl,
        int keys,
        @Nullable String defaultModel,
        List<String> models,
        @Nullable String fallback,
        int concurrency) {

    static ProviderView of(Provider provider) {
        return new ProviderView(
                provider.name(),
                provider.dialect().wireName(),
                enabled(provider.enabled()),
                provider.local(),
                provider.free(),
                provider.priority(),
                shown(provider.baseUrl()),
                provider.apiKeys().size(),
                provider.defaultModel(),
                provider.models(),
                provider.fallback(),
                provider.limits().concurrency());
    }

    private static String enabled(Enablement enabled) {
        return switch (enabled) {
            case AUTO -> "auto";
            case ON -> "true";
            case OFF -> "false";
        };
    }

    private static String shown(URI url) {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port + url.getRawPath();
    }
}
