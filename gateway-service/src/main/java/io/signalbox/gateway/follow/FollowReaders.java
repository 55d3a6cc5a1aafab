package io.signalbox.gateway.follow;

import io.signalbox.messaging.KafkaAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Makes the consumers of this room: by assignment, with small buffers. */
@ApplicationScoped
class FollowReaders {

    private static final int FETCH_MAX_BYTES = 4 * 1024 * 1024;

    /** A partition that is added to a waiting fetch would be read only when that is over. */
    private static final int FETCH_MAX_WAIT_MS = 100;

    private final KafkaAddress address;
    private final AtomicInteger made = new AtomicInteger();

    FollowReaders(KafkaAddress address) {
        this.address = address;
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
