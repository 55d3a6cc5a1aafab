package io.signalbox.gateway.follow;

import io.micrometer.core.instrument.MeterRegistry;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.Stopping;
import io.signalbox.gateway.http.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who follows a job on this instance, at most {@code follow.max-followers} of them. */
@ApplicationScoped
class Followers {

    private final Set<FollowStream> streams = ConcurrentHashMap.newKeySet();
    private final Stopping stopping;
    private final int maxFollowers;

    Followers(GatewayConfig config, Stopping stopping, MeterRegistry meters) {
        this.stopping = stopping;
        this.maxFollowers = config.follow().maxFollowers();
        stopping.whenItBegins(() -> streams.forEach(FollowStream::leave));
        meters.gaugeCollectionSize("signalbox.gateway.followers", List.of(), streams);
    }

    /**
     * @throws ApiException 429 past the limit
     */
    void enter(FollowStream stream) {
        if (streams.size() >= maxFollowers) {
            throw ApiException.tooMany(
                    "%d callers follow jobs here, at most %d may"
                            .formatted(streams.size(), maxFollowers),
                    Duration.ofSeconds(5));
        }
        streams.add(stream);
        if (stopping.hasBegun()) {
            stream.leave();
        }
    }

    /** Its stream is over, or has to be. May be called again. */
    void exit(FollowStream stream) {
        stream.leave();
        streams.remove(stream);
    }
}
