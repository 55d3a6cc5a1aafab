package io.signalbox.apiworker.call.upstream;

import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.catalog.Provider;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How one call goes out, whatever its dialect.
 *
 * @param headers set on the request in this order, a later one in place of an earlier of its name
 */
public record Outbound(Map<String, String> headers, Duration connectTimeout, StreamWatch watch) {

    /**
     * @param keyHeaders the dialect's own, which the provider's configured headers may replace
     */
    public static Outbound of(
            CallRequest request, Map<String, String> keyHeaders, StreamWatch watch) {
        Provider provider = request.provider();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", "signalbox");
        headers.putAll(keyHeaders);
        headers.putAll(provider.headers());
        headers.put("x-signalbox-attempt", request.attemptId());
        return new Outbound(
                Collections.unmodifiableMap(headers), provider.timeouts().connect(), watch);
    }

    /** Never the headers: one of them is the key. */
    @Override
    public String toString() {
        return "Outbound[" + headers.size() + " headers]";
    }
}
