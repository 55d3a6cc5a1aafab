package io.signalbox.testsupport.kafka;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the broker's hundreds of start-up lines out of the log. Works where SLF4J ends in
 * java.util.logging, which in a Quarkus application is jboss-logmanager; a level that somebody set
 * before stays. Where SLF4J has no provider the broker is silent anyway.
 */
final class QuietKafkaLogs {

    /**
     * Held, because a logger that nobody holds forgets its level. The two at SEVERE warn at every
     * start and stop of a healthy broker.
     */
    private static final Map<Logger, Level> LEVELS =
            Map.of(
                    Logger.getLogger("kafka"),
                    Level.WARNING,
                    Logger.getLogger("org.apache.kafka"),
                    Level.WARNING,
                    Logger.getLogger("state.change.logger"),
                    Level.WARNING,
                    Logger.getLogger("org.apache.kafka.controller.QuorumController"),
                    Level.SEVERE,
                    Logger.getLogger("org.apache.kafka.clients.NetworkClient"),
                    Level.SEVERE);

    private QuietKafkaLogs() {}

    static void apply() {
        LEVELS.forEach((logger, level) -> {
            if (logger.getLevel() == null) {
                logger.setLevel(level);
            }
        });
    }
}
