package io.signalbox.testsupport.kafka;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What one embedded broker may differ in.
 *
 * @param dataDirectory holds everything; kept over restarts, also with other ports
 * @param clientPort where clients connect; 0 takes a free port
 * @param maxMessageBytes largest record batch, in bytes; default 8 MiB
 * @param groupSessionTimeout after which silence a group takes a member for dead, all protocols
 *     alike where the broker decides it (classic members choose their own, not less than this);
 *     default 6 s, at least 1 s. Members send heartbeats four times as often.
 */
public record BrokerSettings(
        Path dataDirectory, int clientPort, int maxMessageBytes, Duration groupSessionTimeout) {

    private static final int DEFAULT_MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
    private static final Duration DEFAULT_GROUP_SESSION_TIMEOUT = Duration.ofSeconds(6);

    public BrokerSettings {
        if (clientPort < 0 || clientPort > 65_535) {
            throw new IllegalArgumentException(
                    "clientPort %d is not 0 to 65535".formatted(clientPort));
        }
        if (maxMessageBytes < 1) {
            throw new IllegalArgumentException(
                    "maxMessageBytes %d is less than 1".formatted(maxMessageBytes));
        }
        if (groupSessionTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "groupSessionTimeout %s is less than 1 s".formatted(groupSessionTimeout));
        }
    }

    /** The defaults on a free port. */
    public static BrokerSettings in(Path dataDirectory) {
        return new BrokerSettings(
                dataDirectory, 0, DEFAULT_MAX_MESSAGE_BYTES, DEFAULT_GROUP_SESSION_TIMEOUT);
    }

    public BrokerSettings withClientPort(int port) {
        return new BrokerSettings(dataDirectory, port, maxMessageBytes, groupSessionTimeout);
    }

    public BrokerSettings withMaxMessageBytes(int bytes) {
        return new BrokerSettings(dataDirectory, clientPort, bytes, groupSessionTimeout);
    }

    public BrokerSettings withGroupSessionTimeout(Duration timeout) {
        return new BrokerSettings(dataDirectory, clientPort, maxMessageBytes, timeout);
    }

    Path logDirectory() {
        return dataDirectory.resolve("log");
    }
}
