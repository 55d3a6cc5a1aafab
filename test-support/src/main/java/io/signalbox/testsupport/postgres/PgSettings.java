package io.signalbox.testsupport.postgres;

import java.nio.file.Path;

/**
 * What one embedded server may differ in.
 *
 * @param dataDirectory holds the cluster and its password; kept
 * @param mode {@link PgMode#DURABLE} or {@link PgMode#FAST}
 * @param port where clients connect; 0 takes a free port
 */
public record PgSettings(Path dataDirectory, PgMode mode, int port) {

    public PgSettings {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port %d is not 0 to 65535".formatted(port));
        }
    }

    /** For standalone, on a free port. */
    public static PgSettings durableIn(Path dataDirectory) {
        return new PgSettings(dataDirectory, PgMode.DURABLE, 0);
    }

    /** For tests, on a free port. */
    public static PgSettings fastIn(Path dataDirectory) {
        return new PgSettings(dataDirectory, PgMode.FAST, 0);
    }

    public PgSettings withPort(int newPort) {
        return new PgSettings(dataDirectory, mode, newPort);
    }

    Path clusterDirectory() {
        return dataDirectory.resolve("cluster");
    }

    Path passwordFile() {
        return dataDirectory.resolve("password");
    }
}
