package io.signalbox.messaging;

import io.signalbox.contracts.event.RecordType;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Raw bytes to records. Stateless, thread-safe. */
public final class RecordReader {

    /** What became of the bytes. */
    public sealed interface Read {

        /** A record of a type that this version knows. */
        record Known(SignalboxRecord value) implements Read {}

        /**
         * A type of another version. On a topic of facts it is passed over: whoever wrote it needs
         * nothing from us. On a topic of work it is a dead letter: it is somebody's job.
         */
        record Foreign(String type) implements Read {}

        /** Bytes that are not what their header says: a dead letter. */
        record Unreadable(String reason) implements Read {}
    }

    private RecordReader() {}

    public static Read read(ConsumerRecord<String, byte[]> raw) {
        String typeName = header(raw, Headers.CE_TYPE);
        if (typeName == null) {
            return new Read.Unreadable("no " + Headers.CE_TYPE + " header");
        }
        Optional<RecordType> type = RecordType.named(typeName);
        if (type.isEmpty()) {
            return new Read.Foreign(typeName);
        }
        byte[] value = raw.value();
        if (value == null) {
            return new Read.Unreadable("no value");
        }
        try {
            return new Read.Known(Json.read(value, type.get().recordClass()));
        } catch (IOException e) {
            return new Read.Unreadable(
                    "not a %s: %s".formatted(typeName, firstLine(String.valueOf(e.getMessage()))));
        }
    }

    /** The last header of that name as text, or null. */
    public static @Nullable String header(ConsumerRecord<?, ?> raw, String name) {
        Header header = raw.headers().lastHeader(name);
        return header == null || header.value() == null
                ? null
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
