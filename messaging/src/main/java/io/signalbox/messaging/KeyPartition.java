package io.signalbox.messaging;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Where Kafka's default partitioner puts a key: murmur2 of its bytes, without the sign. */
public final class KeyPartition {

    private KeyPartition() {}

    /**
     * @param partitions of the topic, 1 or more
     */
    public static int of(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
