package io.signalbox.gateway.intake;

import io.signalbox.contracts.event.RecordType;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.messaging.KafkaAddress;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jspecify.annotations.Nullable;

/**
 * Writes what goes back to the callers who came by Kafka, with a producer of its own: a foreign
 * topic that refuses holds up nobody else. Keys are bytes, as they came.
 *
 * <p>Every returned Uni sends when subscribed to, and completes when all in-sync replicas have the
 * record.
 */
@ApplicationScoped
public class IntakePublisher {

    private static final String SOURCE = "/signalbox/gateway";
    private static final List<String> SECRET = List.of(Headers.API_KEY, "authorization");
    private static final List<String> OURS =
            List.of(
                    Headers.DEAD_LETTER_SOURCE,
                    Headers.DEAD_LETTER_REASON,
                    Headers.DEAD_LETTER_CODE);

    private final MutinyEmitter<byte[]> emitter;
    private final KafkaAddress address;

    IntakePublisher(
            @Channel("gateway-intake-out")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 16_384)
                    MutinyEmitter<byte[]> emitter,
            KafkaAddress address) {
        this.emitter = emitter;
        this.address = address;
    }

    /**
     * A result to a reply topic: the same key, value and headers as on the results topic.
     *
     * @param result the public result, JSON
     */
    public Uni<Void> publishReply(String topic, String jobId, String result) {
        return send(topic, utf8(jobId), resultHeaders(jobId), utf8(result));
    }

    /** A result that its reply topic does not take. */
    public Uni<Void> publishReplyDeadLetter(
            String topic, String jobId, String result, String reason) {
        RecordHeaders headers = resultHeaders(jobId);
        add(headers, Headers.DEAD_LETTER_SOURCE, "reply_topic " + topic);
        add(headers, Headers.DEAD_LETTER_REASON, reason);
        add(headers, Headers.DEAD_LETTER_CODE, "reply_refused");
        return deadLetter(utf8(jobId), headers, utf8(result));
    }

    /** A record that is no job of ours: as it came but for an API key, with the reason. */
    Uni<Void> publishDeadLetter(
            ConsumerRecord<String, byte[]> raw, String place, ApiException refusal) {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : raw.headers()) {
            if (SECRET.stream().noneMatch(header.key()::equalsIgnoreCase)) {
                headers.add(header);
            }
        }
        add(headers, Headers.DEAD_LETTER_SOURCE, place);
        add(headers, Headers.DEAD_LETTER_REASON, String.valueOf(refusal.getMessage()));
        add(headers, Headers.DEAD_LETTER_CODE, String.valueOf(refusal.code()));
        return deadLetter(bytes(raw.key()), headers, raw.value());
    }

    /** What is too large is kept without its value, or without all that came; its source has it. */
    private Uni<Void> deadLetter(
            byte @Nullable [] key, RecordHeaders headers, byte @Nullable [] value) {
        String topic = address.topicName(Topic.DEAD_LETTERS);
        return send(topic, key, headers, value == null ? new byte[0] : value)
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> send(topic, key, headers, new byte[0]))
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> send(topic, null, onlyOurs(headers), new byte[0]));
    }

    private static RecordHeaders onlyOurs(RecordHeaders headers) {
        RecordHeaders ours = new RecordHeaders();
        OURS.forEach(name -> headers.headers(name).forEach(ours::add));
        return ours;
    }

    private Uni<Void> send(
            String topic, byte @Nullable [] key, RecordHeaders headers, byte[] value) {
        var metadata =
                OutgoingKafkaRecordMetadata.<byte[]>builder().withTopic(topic).withHeaders(headers);
        if (key != null) {
            metadata.withKey(key);
        }
        return emitter.sendMessage(Message.of(value).addMetadata(metadata.build()));
    }

    private static RecordHeaders resultHeaders(String jobId) {
        RecordHeaders headers = new RecordHeaders();
        add(headers, Headers.CE_SPECVERSION, "1.0");
        add(headers, Headers.CE_TYPE, RecordType.JOB_FINISHED.typeName());
        add(headers, Headers.CE_SOURCE, SOURCE);
        add(headers, Headers.CE_ID, jobId);
        add(headers, Headers.CE_TIME, Instant.now().toString());
        return headers;
    }

    /** The channel reads keys as Latin-1, which loses no byte. */
    private static byte @Nullable [] bytes(@Nullable String key) {
        return key == null ? null : key.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void add(RecordHeaders headers, String name, String text) {
        headers.add(name, utf8(text));
    }
}
