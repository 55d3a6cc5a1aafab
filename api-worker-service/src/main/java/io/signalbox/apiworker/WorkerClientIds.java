package io.signalbox.apiworker;

import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.eclipse.microprofile.config.Config;

/**
 * Names this worker's Kafka clients after it, {@code <channel>-<worker>}, so that the members of a
 * consumer group tell which workers live.
 */
@Singleton
public final class WorkerClientIds implements ClientCustomizer<Map<String, Object>> {

    private static final String OUR_CHANNELS = "api-worker-";

    private final WorkerId worker;

    WorkerClientIds(WorkerId worker) {
        this.worker = worker;
    }

    @Override
    public Map<String, Object> customize(
            String channel, Config channelConfig, Map<String, Object> config) {
        if (!channel.startsWith(OUR_CHANNELS)) {
            return config;
        }
        Map<String, Object> named = new HashMap<>(config);
        named.put(CommonClientConfigs.CLIENT_ID_CONFIG, channel + "-" + worker.value());
        return named;
    }

    /** Whether a member of a group that gives this client id belongs to the worker. */
    public static boolean isOf(String clientId, String worker) {
        return clientId.endsWith("-" + worker);
    }
}
