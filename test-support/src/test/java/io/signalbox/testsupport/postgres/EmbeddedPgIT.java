package io.signalbox.testsupport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.testsupport.ChildJvm;
import io.signalbox.testsupport.DirectoryInUseException;
import io.signalbox.testsupport.PortInUseException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedPgIT {

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({"DURABLE, on", "FAST, off"})
    void isAsDurableAsItsModeSays(PgMode mode, String expected) throws Exception {
        try (EmbeddedPg pg = EmbeddedPg.start(new PgSettings(directory, mode, 0))) {
            assertThat(query(pg, "show fsync")).isEqualTo(expected);
            assertThat(query(pg, "show synchronous_commit")).isEqualTo(expected);
            assertThat(query(pg, "show full_page_writes")).isEqualTo(expected);
        }
    }

    @Test
    void listensOnLoopbackOnlyAndAsksForThePassword() throws Exception {
        try (EmbeddedPg pg = EmbeddedPg.start(PgSettings.fastIn(directory))) {
            assertThat(query(pg, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(pg, "select upper('é') || current_setting('server_encoding')"))
                    .isEqualTo("ÉUTF8");
            assertThatThrownBy(() -> DriverManager.getConnection(pg.jdbcUrl(), pg.user(), "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void keepsRowsOverARestart() throws Exception {
        // Given
        String password;
        try (EmbeddedPg pg = EmbeddedPg.start(PgSettings.durableIn(directory))) {
            password = pg.password();
            update(pg, "create table kept as select 42 as n");
        }

        // When
        try (EmbeddedPg again = EmbeddedPg.start(PgSettings.durableIn(directory))) {

            // Then
            assertThat(again.password()).isEqualTo(password);
            assertThat(query(again, "select n from kept")).isEqualTo("42");
        }
    }

    @Test
    void endsWithAJvmThatIsKilled() throws Exception {
        ProcessHandle server;
        try (ChildJvm child = ChildJvm.start(PgChild.class, directory.toString())) {
            // Given
            server = ProcessHandle.of(Long.parseLong(child.awaitLine("ready "))).orElseThrow();
            assertThat(server.isAlive()).isTrue();

            // When
            child.kill();
        }

        // Then
        server.onExit().get(60, TimeUnit.SECONDS);
        try (EmbeddedPg again = EmbeddedPg.start(PgSettings.durableIn(directory))) {
            assertThat(query(again, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void stopsAServerThatOutlivedItsSupervisorToo() throws Exception {
        // Given a server without JVM, without supervisor, with a client
        EmbeddedPg first = EmbeddedPg.start(PgSettings.durableIn(directory));
        first.close();
        Path programs = PgBinaries.unpacked().resolve("bin");
        PgSettings settings = PgSettings.durableIn(directory);
        Process orphan =
                PgCommand.postgres(ServerCommand.of(settings, programs, first.port())).start();
        ServerLog.of(orphan).ready().get(60, TimeUnit.SECONDS);
        try (Connection client =
                DriverManager.getConnection(first.jdbcUrl(), first.user(), first.password())) {
            assertThat(client.isValid(10)).isTrue();

            // When
            try (EmbeddedPg again = EmbeddedPg.start(settings)) {

                // Then
                assertThat(orphan.isAlive()).isFalse();
                assertThat(query(again, "select 1")).isEqualTo("1");
            }
        } finally {
            orphan.destroyForcibly();
        }
    }

    @Test
    void leavesNoProcessBehind() throws Exception {
        // Given
        EmbeddedPg pg = EmbeddedPg.start(PgSettings.fastIn(directory));
        List<ProcessHandle> children = ProcessHandle.current().children().toList();
        assertThat(children).hasSizeGreaterThanOrEqualTo(2);

        // When
        pg.close();
        pg.close();

        // Then
        for (ProcessHandle child : children) {
            child.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void saysWhichPortIsTakenAndWhichDirectory() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PgSettings taken = PgSettings.fastIn(directory).withPort(other.getLocalPort());
            assertThatThrownBy(() -> EmbeddedPg.start(taken))
                    .isInstanceOf(PortInUseException.class);
        }
        try (EmbeddedPg pg = EmbeddedPg.start(PgSettings.fastIn(directory))) {
            assertThat(pg.port()).isPositive();
            assertThatThrownBy(() -> EmbeddedPg.start(PgSettings.fastIn(directory)))
                    .isInstanceOf(DirectoryInUseException.class);
        }
    }

    private static String query(EmbeddedPg pg, String sql) throws SQLException {
        try (Connection connection = connect(pg);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static void update(EmbeddedPg pg, String sql) throws SQLException {
        try (Connection connection = connect(pg);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(EmbeddedPg pg) throws SQLException {
        return DriverManager.getConnection(pg.jdbcUrl(), pg.user(), pg.password());
    }
}
