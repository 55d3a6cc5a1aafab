package io.signalbox.gateway.follow;

import io.quarkus.runtime.ShutdownEvent;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.messaging.KafkaAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Makes the consumers of this room: by assignment, with small buffers. Those that read back are
 * kept for the next follower: to make one costs more than most reads.
 */
@ApplicationScoped
class FollowReaders {

    private static final int FETCH_MAX_BYTES = 4 * 1024 * 1024;

    /**
     * Whatever else a consumer asks of a broker, such as offsets or other partitions' records,
     * waits for the fetch before it: that of the follower before, too.
     */
    private static final int FETCH_MAX_WAIT_MS = 20;

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final KafkaAddress address;
    private final AtomicInteger made = new AtomicInteger();
    private final BlockingQueue<KafkaConsumer<String, byte[]>> idle;

    /** What is done with a consumer; one thread at a time. */
    @FunctionalInterface
    interface Use<T> {
        T with(KafkaConsumer<String, byte[]> reader) throws IOException;
    }

    FollowReaders(KafkaAddress address, GatewayConfig config) {
        this.address = address;
        this.idle = new ArrayBlockingQueue<>(config.follow().maxReads());
    }

    /** Lends a consumer without partitions; one whose use failed is not used again. */
    <T> T lend(Use<T> use) throws IOException {
        KafkaConsumer<String, byte[]> known = idle.poll();
        KafkaConsumer<String, byte[]> reader = known == null ? open("history") : known;
        boolean kept = false;
        try {
            T found = use.with(reader);
            reader.unsubscribe();
            kept = idle.offer(reader);
            return found;
        } finally {
            if (!kept) {
                reader.close(CloseOptions.timeout(CLOSE_LIMIT));
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        for (KafkaConsumer<String, byte[]> reader = idle.poll();
                reader != null;
                reader = idle.poll()) {
            reader.close(CloseOptions.timeout(CLOSE_LIMIT));
        }
    }

    /** Of one thread; the caller closes it. */
    KafkaConsumer<String, byte[]> open(String name) {
        Map<String, Object> config =
                new HashMap<>(
                        address.readerConfig(
                                "gateway-follow-%s-%d".formatted(name, made.incrementAndGet())));
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_MAX_BYTES);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_MAX_BYTES);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MS);
        return new KafkaConsumer<>(config);
    }
}
