package io.signalbox.gateway.intake;

import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.KafkaAddress;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which topics the channel {@code gateway-jobs} reads: the suite's own, and those that the catalog
 * binds to tenants as this instance starts. One that is not there yet is read once it is.
 */
@ApplicationScoped
class IntakeTopics {

    @Produces
    @ApplicationScoped
    @Identifier("gateway-jobs")
    Map<String, Object> channel(ActiveCatalog catalog, KafkaAddress address) {
        TreeSet<String> topics = new TreeSet<>(catalog.current().kafka().tenants().keySet());
        topics.add(address.topicName(Topic.JOBS));
        // As a pattern: of a topic that is named and not there, the client warns every second.
        return Map.of(
                "pattern",
                true,
                "topic",
                topics.stream().map(Pattern::quote).collect(Collectors.joining("|")));
    }
}
