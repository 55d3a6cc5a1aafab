package io.signalbox.gateway.intake;

import io.quarkus.runtime.ShutdownEvent;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.messaging.KafkaAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Which topics a job may name for its reply, and whether the broker has them. Thread-safe. */
@ApplicationScoped
public class ReplyTopics {

    /** What the broker says of a topic. */
    public enum State {
        EXISTS,
        MISSING,
        /** The broker does not answer. */
        UNKNOWN
    }

    private static final Logger LOG = Logger.getLogger(ReplyTopics.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MAX_LENGTH = 249;
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1," + MAX_LENGTH + "}");

    private final Supplier<Catalog> catalog;
    private final KafkaAddress address;
    private @Nullable Admin admin;

    @Inject
    ReplyTopics(ActiveCatalog catalog, KafkaAddress address) {
        this(catalog::current, address);
    }

    ReplyTopics(Supplier<Catalog> catalog, KafkaAddress address) {
        this.catalog = catalog;
        this.address = address;
    }

    /**
     * @param topic null is fine
     * @throws ApiException 400 where the catalog does not allow it
     */
    void check(@Nullable String topic) {
        if (topic == null) {
            return;
        }
        List<String> allowed = catalog.get().kafka().replyTopics();
        if (!LEGAL.matcher(topic).matches() || isOurs(topic)) {
            throw ApiException.invalid(
                    "reply_topic",
                    "reply_topic '%s' cannot be one; it is the name of a topic that is not Signalbox's own"
                            .formatted(topic));
        }
        if (allowed.stream().noneMatch(pattern -> matches(pattern, topic))) {
            throw ApiException.invalid(
                    "reply_topic",
                    "reply_topic '%s' is not allowed; the catalog's kafka.reply_topics allows %s"
                            .formatted(
                                    topic,
                                    allowed.isEmpty() ? "none" : String.join(", ", allowed)));
        }
    }

    /** A reply to one of the suite's own topics would be read as what it is not. */
    private boolean isOurs(String topic) {
        String jobs = address.topicName(Topic.JOBS);
        return catalog.get().kafka().tenants().containsKey(topic)
                || topic.equals(jobs)
                || List.of(Topic.values()).stream()
                        .anyMatch(own -> address.topicName(own).equals(topic));
    }

    /**
     * @param pattern a name in which {@code *} stands for any characters
     */
    static boolean matches(String pattern, String topic) {
        StringBuilder regex = new StringBuilder();
        for (String part : pattern.split("((?<=\\*)|(?=\\*))", -1)) {
            regex.append(part.equals("*") ? ".*" : Pattern.quote(part));
        }
        return topic.matches(regex.toString());
    }

    /** Asks the broker, so that no producer has to wait for a topic that is not there. Blocks. */
    public State state(String topic) {
        try {
            admin().describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return State.EXISTS;
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnknownTopicOrPartitionException
                            || e.getCause() instanceof InvalidTopicException
                            || e.getCause() instanceof TopicAuthorizationException
                    ? State.MISSING
                    : unknown(topic, e);
        } catch (TimeoutException | KafkaException e) {
            return unknown(topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return State.UNKNOWN;
        }
    }

    private static State unknown(String topic, Exception e) {
        LOG.warnf("the broker does not tell whether there is a topic %s: %s", topic, e);
        return State.UNKNOWN;
    }

    private synchronized Admin admin() {
        Admin client = admin;
        if (client == null) {
            client = Admin.create(address.adminConfig("gateway-reply-topics"));
            admin = client;
        }
        return client;
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
