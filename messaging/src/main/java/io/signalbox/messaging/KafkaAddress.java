package io.signalbox.messaging;

import io.signalbox.contracts.wire.Topic;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which broker the services share and how their topics are called there. */
@Singleton
public final class KafkaAddress {

    private final String bootstrapServers;
    private final String topicPrefix;

    /**
     * @param bootstrapServers {@code kafka.bootstrap.servers}: host:port, several with commas
     * @param topicPrefix {@code signalbox.topic-prefix}: default {@value Topic#DEFAULT_PREFIX}
     */
    @Inject
    public KafkaAddress(
            @ConfigProperty(name = "kafka.bootstrap.servers", defaultValue = "localhost:9092")
                    String bootstrapServers,
            @ConfigProperty(name = "signalbox.topic-prefix", defaultValue = Topic.DEFAULT_PREFIX)
                    String topicPrefix) {
        this.bootstrapServers = bootstrapServers;
        this.topicPrefix = topicPrefix;
    }

    public String topicName(Topic topic) {
        return topic.fullName(topicPrefix);
    }

    /** For a consumer by assignment: no group, no commits, string keys and raw values. */
    Map<String, Object> readerConfig(String clientId) {
        return Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                CommonClientConfigs.CLIENT_ID_CONFIG,
                clientId,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
    }

    /** For an admin client. */
    public Map<String, Object> adminConfig(String clientId) {
        return Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                CommonClientConfigs.CLIENT_ID_CONFIG,
                clientId);
    }
}
