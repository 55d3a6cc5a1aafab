package io.signalbox.messaging;

import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.Insight;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.event.ProviderReport;
import io.signalbox.contracts.event.RecordType;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.event.TopicContent;
import io.signalbox.contracts.wire.AgentTopic;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Json;
import io.signalbox.contracts.wire.Topic;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * Writes records, each in its CloudEvents envelope. One per service. Thread-safe; records of one
 * caller, one topic and one key keep their order.
 *
 * <p>Every returned {@code Uni} sends when subscribed to and completes when all in-sync replicas
 * have the record ({@code acks=all}); it fails when they did not within the channel's {@code
 * delivery.timeout.ms}. A record that does not belong on the topic ({@link TopicContent}) is
 * refused with an {@link IllegalArgumentException}.
 */
public final class RecordPublisher {

    private static final byte[] NOTHING = {};

    private final MutinyEmitter<byte[]> orders;
    private final MutinyEmitter<byte[]> facts;
    private final KafkaAddress address;
    private final String source;
    private final InstantSource clock;

    /**
     * @param orders for what somebody waits for: its producer does not linger
     * @param facts for the events topic, off everybody's way: its producer may linger and so batch
     * @param service the writing service's name, for {@code ce_source}
     */
    public RecordPublisher(
            MutinyEmitter<byte[]> orders,
            MutinyEmitter<byte[]> facts,
            KafkaAddress address,
            String service,
            InstantSource clock) {
        this.orders = orders;
        this.facts = facts;
        this.address = address;
        this.source = "/signalbox/" + service;
        this.clock = clock;
    }

    /** Writes a record under its job's key; the key chooses the partition. */
    public Uni<Void> publish(Topic topic, SignalboxRecord value) {
        return send(topic, null, value, Map.of());
    }

    /** Writes an order to an agent's queue. */
    public Uni<Void> publish(AgentTopic topic, AttemptDispatched order) {
        return emit(
                orders,
                metadata(address.topicName(topic), order, RecordType.of(order), Map.of()).build(),
                Json.bytes(order));
    }

    /** Writes a record to a job's reply partition. */
    public Uni<Void> publish(Topic topic, int partition, SignalboxRecord value) {
        return send(topic, partition, value, Map.of());
    }

    /**
     * Writes a job's end to its results partition.
     *
     * @param run which run of the attempt answered; null where nobody answered
     */
    public Uni<Void> publishResult(int replyPartition, JobFinished end, @Nullable String run) {
        return send(
                Topic.RESULTS,
                replyPartition,
                end,
                run == null ? Map.of() : Map.of(Headers.RUN, run));
    }

    /** Writes what a worker can do with a provider now. */
    public Uni<Void> publish(ProviderReport report) {
        return publish(Topic.FLEET, report.key(), Json.bytes(report));
    }

    /** Writes what the ledger has learnt of a subject. */
    public Uni<Void> publish(Insight insight) {
        return publish(Topic.INSIGHTS, insight.subject(), Json.bytes(insight));
    }

    /** Without a type: the topic has values of one shape. */
    private Uni<Void> publish(Topic topic, String key, byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        add(headers, Headers.CE_SOURCE, source);
        return emit(
                orders,
                OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(address.topicName(topic))
                        .withKey(key)
                        .withHeaders(headers)
                        .build(),
                value);
    }

    /** Keeps a record that nobody can read, as it came, with the reason. */
    public Uni<Void> publishDeadLetter(ConsumerRecord<String, byte[]> raw, String reason) {
        return publishDeadLetter(raw, raw.value() == null ? NOTHING : raw.value(), reason);
    }

    /** Keeps what is known of a record that is too large to be kept with its reason. */
    public Uni<Void> publishEmptyDeadLetter(ConsumerRecord<String, byte[]> raw, String reason) {
        return publishDeadLetter(raw, NOTHING, reason);
    }

    private Uni<Void> publishDeadLetter(
            ConsumerRecord<String, byte[]> raw, byte[] value, String reason) {
        RecordHeaders headers = new RecordHeaders(raw.headers().toArray());
        add(
                headers,
                Headers.DEAD_LETTER_SOURCE,
                "%s-%d@%d".formatted(raw.topic(), raw.partition(), raw.offset()));
        add(headers, Headers.DEAD_LETTER_REASON, reason);
        return emit(
                orders,
                OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(address.topicName(Topic.DEAD_LETTERS))
                        .withKey(raw.key())
                        .withHeaders(headers)
                        .build(),
                value);
    }

    private Uni<Void> send(
            Topic topic,
            @Nullable Integer partition,
            SignalboxRecord value,
            Map<String, String> extraHeaders) {
        RecordType type = RecordType.of(value);
        TopicContent.check(topic, type);
        var metadata = metadata(address.topicName(topic), value, type, extraHeaders);
        if (partition != null) {
            metadata.withPartition(partition);
        }
        return emit(topic == Topic.EVENTS ? facts : orders, metadata.build(), Json.bytes(value));
    }

    private OutgoingKafkaRecordMetadata.OutgoingKafkaRecordMetadataBuilder<String> metadata(
            String topicName,
            SignalboxRecord value,
            RecordType type,
            Map<String, String> extraHeaders) {
        RecordHeaders headers = new RecordHeaders();
        boolean isEnd = value instanceof JobFinished;
        add(headers, Headers.CE_SPECVERSION, "1.0");
        add(headers, Headers.CE_TYPE, type.typeName());
        add(headers, Headers.CE_SOURCE, source);
        add(headers, Headers.CE_ID, isEnd ? value.jobId().value() : UUID.randomUUID().toString());
        add(headers, Headers.CE_TIME, clock.instant().toString());
        extraHeaders.forEach((name, text) -> add(headers, name, text));
        return OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(topicName)
                .withKey(value.jobId().value())
                .withHeaders(headers);
    }

    private static Uni<Void> emit(
            MutinyEmitter<byte[]> emitter,
            OutgoingKafkaRecordMetadata<String> metadata,
            byte[] value) {
        return emitter.sendMessage(Message.of(value).addMetadata(metadata));
    }

    private static void add(RecordHeaders headers, String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
