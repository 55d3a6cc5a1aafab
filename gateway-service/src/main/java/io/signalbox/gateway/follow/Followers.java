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

    private final Set<Follower> present = ConcurrentHashMap.newKeySet();
    private final Stopping stopping;
    private final int maxFollowers;

    Followers(GatewayConfig config, Stopping stopping, MeterRegistry meters) {
        this.stopping = stopping;
        this.maxFollowers = config.follow().maxFollowers();
        stopping.whenItBegins(() -> present.forEach(Follower::leave));
        meters.gaugeCollectionSize("signalbox.gateway.followers", List.of(), present);
    }

    /**
     * Counts a caller in, before anything is read for it.
     *
     * @throws ApiException 429 past the limit
     */
    synchronized Follower enter() {
        if (present.size() >= maxFollowers) {
            throw ApiException.tooMany(
                    "%d callers follow jobs here, at most %d may"
                            .formatted(present.size(), maxFollowers),
                    Duration.ofSeconds(5));
        }
        Follower follower = new Follower();
        present.add(follower);
        if (stopping.hasBegun()) {
            follower.leave();
        }
        return follower;
    }

    /** Its stream is over, or has to be. May be called again. */
    void exit(Follower follower) {
        follower.leave();
        present.remove(follower);
    }
}
