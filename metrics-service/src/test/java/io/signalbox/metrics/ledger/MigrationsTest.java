package io.signalbox.metrics.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    @Test
    void everyFileOfTheFolderIsNamed() throws IOException, URISyntaxException {
        // Given
        Path folder =
                Path.of(Objects.requireNonNull(getClass().getResource("/db/metrics")).toURI());

        // When
        List<String> present;
        try (Stream<Path> files = Files.list(folder)) {
            present = files.map(file -> file.getFileName().toString()).sorted().toList();
        }

        // Then
        assertThat(Migrations.FILES)
                .as("add a new migration to Migrations.FILES")
                .containsExactlyElementsOf(present);
    }
}
