package io.signalbox.testsupport.postgres;

import io.signalbox.testsupport.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a server of a laptop's size. Nothing is left to configuration files. */
final class ServerCommand {

    private static final List<String> SETTINGS =
            List.of(
                    "listen_addresses=" + Ports.LOOPBACK,
                    "unix_socket_directories=",
                    "shared_buffers=64MB",
                    "max_connections=60",
                    "huge_pages=off",
                    "jit=off",
                    "max_wal_size=512MB",
                    "timezone=UTC",
                    "log_timezone=UTC",
                    "lc_messages=C");

    private ServerCommand() {}

    static List<String> of(PgSettings settings, Path programs, int port) {
        List<String> command = new ArrayList<>();
        command.add(programs.resolve("postgres").toString());
        command.addAll(List.of("-D", settings.clusterDirectory().toString()));
        command.addAll(List.of("-p", Integer.toString(port)));
        for (List<String> group : List.of(SETTINGS, settings.mode().settings())) {
            group.forEach(setting -> command.addAll(List.of("-c", setting)));
        }
        return command;
    }
}
