package io.signalbox.messaging;

import io.signalbox.contracts.wire.AgentTopic;
import io.signalbox.contracts.wire.Topic;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which broker the services share, how it lets them in, and how their topics are called there. */
@Singleton
public final class KafkaAddress {

    /** At least one record comes, whatever its size. */
    private static final int GROUP_FETCH_BYTES = 256 * 1024;

    private final String bootstrapServers;
    private final String topicPrefix;
    private final Map<String, Object> shared;

    /**
     * @param bootstrapServers {@code kafka.bootstrap.servers}: host:port, several with commas
     * @param topicPrefix {@code signalbox.topic-prefix}: default {@value Topic#DEFAULT_PREFIX}
     * @param shared every {@code kafka.*} setting without the prefix, as the channels get them:
     *     security protocol, SASL, TLS
     */
    @Inject
    public KafkaAddress(
            @ConfigProperty(name = "kafka.bootstrap.servers", defaultValue = "localhost:9092")
                    String bootstrapServers,
            @ConfigProperty(name = "signalbox.topic-prefix", defaultValue = Topic.DEFAULT_PREFIX)
                    String topicPrefix,
            @Identifier("default-kafka-broker") Map<String, Object> shared) {
        this.bootstrapServers = bootstrapServers;
        this.topicPrefix = topicPrefix;
        this.shared = Map.copyOf(shared);
    }

    /** An open broker. */
    public KafkaAddress(String bootstrapServers, String topicPrefix) {
        this(bootstrapServers, topicPrefix, Map.of());
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public String topicName(Topic topic) {
        return topic.fullName(topicPrefix);
    }

    public String topicName(AgentTopic topic) {
        return topic.fullName(topicPrefix);
    }

    /** The share group that takes an agent's orders. */
    public String group(AgentTopic topic) {
        return topic.group(topicPrefix);
    }

    /** For a consumer by assignment: no group, no commits, string keys and raw values. */
    public Map<String, Object> readerConfig(String clientId) {
        Map<String, Object> config = sharedOf(ConsumerConfig.configNames());
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return config;
    }

    /**
     * For a plain member of a group, by the KIP-848 protocol: it commits itself, begins with the
     * earliest record, and fetches little at a time.
     */
    public Map<String, Object> groupConfig(String clientId, String group) {
        Map<String, Object> config = new HashMap<>(readerConfig(clientId));
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, GROUP_FETCH_BYTES);
        return config;
    }

    /**
     * For a member of a share group that takes one record at a time and says itself what became of
     * it. When such a group begins, and how often it gets a record, are settings of the group.
     */
    public Map<String, Object> shareConfig(String clientId, String group) {
        Map<String, Object> config = sharedOf(ConsumerConfig.configNames());
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        config.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return config;
    }

    /** For an admin client. */
    public Map<String, Object> adminConfig(String clientId) {
        Map<String, Object> config = sharedOf(AdminClientConfig.configNames());
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        return config;
    }

    /**
     * @param limit the longest for one question; also for {@code close()}, which waits for those
     *     that are open
     */
    public Map<String, Object> adminConfig(String clientId, Duration limit) {
        Map<String, Object> config = adminConfig(clientId);
        String millis = Long.toString(limit.toMillis());
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        return config;
    }

    private Map<String, Object> sharedOf(Set<String> names) {
        Map<String, Object> config = new HashMap<>(shared);
        config.keySet().retainAll(names);
        return config;
    }
}
