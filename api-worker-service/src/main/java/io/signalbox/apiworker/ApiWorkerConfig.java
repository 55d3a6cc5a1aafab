package io.signalbox.apiworker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Every setting of the API worker; keys begin with {@code signalbox.api-worker}. */
@ConfigMapping(prefix = "signalbox.api-worker")
public interface ApiWorkerConfig {

    /** Attempts of one topic in work at once, over all providers. */
    @WithDefault("256")
    int concurrency();

    /** Finished attempts remembered against redelivery. */
    @WithDefault("100000")
    int rememberedAttempts();

    /** How often each provider's state is reported on the fleet topic. */
    @WithDefault("10s")
    Duration heartbeat();

    /** How long a local server may take to answer when it is looked for. */
    @WithDefault("500ms")
    Duration probeTimeout();

    /** Largest answer, in characters; a larger one fails its attempt. */
    @WithDefault("2097152")
    int maxAnswerChars();

    /**
     * How often at most a chunk is written of an answer that nobody streams; an answer that takes
     * less time has none.
     */
    @WithDefault("250ms")
    Duration chunkInterval();

    /** How long calls in work may take to end at shutdown. */
    @WithDefault("30s")
    Duration drain();
}
