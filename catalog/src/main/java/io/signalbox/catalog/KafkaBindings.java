package io.signalbox.catalog;

import java.util.List;
import java.util.Map;

/**
 * Whose records come in over Kafka and where results may go.
 *
 * @param tenants tenant by intake topic
 * @param replyTopics names, or patterns with {@code *}, that a job may ask for
 */
public record KafkaBindings(Map<String, String> tenants, List<String> replyTopics) {

    public KafkaBindings {
        tenants = Map.copyOf(tenants);
        replyTopics = List.copyOf(replyTopics);
    }
}
