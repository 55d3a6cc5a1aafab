package io.signalbox.standalone.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Every row of every table of a running standalone's database, as text. */
public final class DatabaseText {

    private static final String TABLES =
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                    + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";

    private static final int PORT_LINE = 3;

    private DatabaseText() {}

    /**
     * @param data what {@code --data} was
     * @return each beginning with the table's name
     */
    public static List<String> rows(Path data) {
        Path postgres = data.resolve("postgres");
        try (Connection connection =
                DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:%s/postgres".formatted(port(postgres)),
                        "postgres",
                        Files.readString(postgres.resolve("password")).strip())) {
            List<String> rows = new ArrayList<>();
            for (String table : column(connection, TABLES)) {
                for (String row :
                        column(connection, "SELECT it::text FROM %s AS it".formatted(table))) {
                    rows.add(table + ": " + row);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("the database was not read", e);
        } catch (IOException e) {
            throw new UncheckedIOException("no database in " + data, e);
        }
    }

    private static String port(Path postgres) throws IOException {
        return Files.readAllLines(postgres.resolve("cluster").resolve("postmaster.pid"))
                .get(PORT_LINE)
                .strip();
    }

    private static List<String> column(Connection connection, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
