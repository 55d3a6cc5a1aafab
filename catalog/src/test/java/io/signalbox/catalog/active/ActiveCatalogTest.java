package io.signalbox.catalog.active;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.catalog.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActiveCatalogTest {

    private static final Duration SETTLE = Duration.ofMillis(250);
    private static final String HOSTED = "version: 1\nmode: hosted\n";
    private static final String FREE = "version: 1\nmode: free_only\n";
    private static final String BAD = "version: 1\nmode: hosted\nmodus: x\noffline: perhaps\n";

    @TempDir Path folder;
    private Path file = Path.of("");
    private Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private final List<Catalog> told = new ArrayList<>();

    @BeforeEach
    void setUp() throws IOException {
        file = Files.writeString(folder.resolve("signalbox.yaml"), HOSTED);
    }

    private ActiveCatalog follow(Path path) {
        CatalogLoader loader =
                new CatalogLoader(
                        new CatalogEnvironment(Map.<String, String>of()::get, folder, folder));
        ActiveCatalog active =
                new ActiveCatalog(new CatalogSource(loader, path.toString()), SETTLE, () -> now);
        settle(active);
        active.follow(told::add);
        return active;
    }

    /** Lets time pass until nothing is left to be looked at. */
    private void settle(ActiveCatalog active) {
        for (int looks = 0; active.check(); looks++) {
            assertThat(looks).as("it settles").isLessThan(5);
            now = now.plus(SETTLE);
        }
    }

    private static String mode(ActiveCatalog active) {
        return active.current().mode().name();
    }

    @Test
    void anEditInPlaceComesIntoForce() throws IOException {
        ActiveCatalog active = follow(file);
        String before = active.current().version();
        Files.writeString(file, FREE);

        settle(active);

        assertThat(mode(active)).isEqualTo("FREE_ONLY");
        assertThat(active.current().version()).isNotEqualTo(before);
        assertThat(active.state().loadedAt()).isEqualTo(now);
        assertThat(active.reloads()).isEqualTo(1);
        assertThat(told).containsExactly(active.current());
    }

    @Test
    void aFileIsNotReadWhileItIsWritten() throws IOException {
        // Given a writer that has emptied the file, which alone would be a valid catalog
        ActiveCatalog active = follow(file);
        Files.writeString(file, "");
        assertThat(active.check()).isTrue();
        now = now.plus(SETTLE.minusMillis(1));

        // When the rest comes before the content has settled
        assertThat(active.check()).isTrue();
        Files.writeString(file, FREE);
        now = now.plusMillis(1);
        assertThat(active.check()).isTrue();

        // Then half of it was never in force
        assertThat(mode(active)).isEqualTo("HOSTED");
        settle(active);
        assertThat(mode(active)).isEqualTo("FREE_ONLY");
        assertThat(active.reloads()).isEqualTo(1);
    }

    @Test
    void aReplacedFileComesIntoForce() throws IOException {
        ActiveCatalog active = follow(file);
        Path other = Files.writeString(folder.resolve(".signalbox.yaml.swp"), FREE);
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);

        settle(active);

        assertThat(mode(active)).isEqualTo("FREE_ONLY");
    }

    @Test
    void aSwappedLinkOfAMountComesIntoForce() throws IOException {
        // Given a mount as Kubernetes makes it: catalog.yaml -> ..data/catalog.yaml, ..data -> ..1
        Path mount = Files.createDirectory(folder.resolve("mount"));
        Files.writeString(
                Files.createDirectory(mount.resolve("..1")).resolve("catalog.yaml"), HOSTED);
        Files.writeString(
                Files.createDirectory(mount.resolve("..2")).resolve("catalog.yaml"), FREE);
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
        Path mounted =
                Files.createSymbolicLink(
                        mount.resolve("catalog.yaml"), Path.of("..data/catalog.yaml"));
        ActiveCatalog ofFile = follow(mounted);
        ActiveCatalog ofDirectory = follow(mount);
        assertThat(ofFile.directories()).contains(mount);

        // When
        Path swap = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2"));
        Files.move(swap, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        settle(ofFile);
        settle(ofDirectory);

        // Then
        assertThat(mode(ofFile)).isEqualTo("FREE_ONLY");
        assertThat(mode(ofDirectory)).isEqualTo("FREE_ONLY");
    }

    @Test
    void aBadEditIsRefusedWithAllItsProblemsAndTheOldOneStays() throws IOException {
        ActiveCatalog active = follow(file);
        Catalog before = active.current();
        Files.writeString(file, BAD);

        settle(active);
        settle(active);

        assertThat(active.current()).isSameAs(before);
        CatalogState.Refusal refusal = Objects.requireNonNull(active.state().refusal());
        assertThat(refusal.problems()).extracting(Problem::line).containsExactly(3, 4);
        assertThat(refusal.at()).isEqualTo(now);
        assertThat(active.refusals()).as("told once per content").isEqualTo(1);
        assertThat(told).isEmpty();

        // When it is mended
        Files.writeString(file, FREE);
        settle(active);

        // Then
        assertThat(mode(active)).isEqualTo("FREE_ONLY");
        assertThat(active.state().refusal()).isNull();
    }

    @Test
    void aDeletedFileLeavesTheOldOneInForceUntilItIsBack() throws IOException {
        ActiveCatalog active = follow(file);
        Catalog before = active.current();

        Files.delete(file);
        settle(active);

        CatalogState.Refusal refusal = Objects.requireNonNull(active.state().refusal());
        assertThat(refusal.problems().getFirst().message()).startsWith("there is no such file");
        assertThat(active.current()).isSameAs(before);

        Files.writeString(file, HOSTED);
        settle(active);

        assertThat(active.state().refusal()).isNull();
        assertThat(active.current()).as("nothing changed").isSameAs(before);
        assertThat(active.reloads()).isZero();
    }

    @Test
    void aFileOfADirectoryThatComesOrGoesCounts() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("conf.d"));
        Files.writeString(directory.resolve("10-base.yaml"), HOSTED);
        ActiveCatalog active = follow(directory);

        Path site = Files.writeString(directory.resolve("20-site.yaml"), FREE);
        settle(active);
        assertThat(mode(active)).isEqualTo("FREE_ONLY");
        assertThat(active.state().files()).hasSize(2);

        Files.delete(site);
        settle(active);
        assertThat(mode(active)).isEqualTo("HOSTED");
    }

    @Test
    void aChangedKeyFileGivesNewKeysUnderTheSameVersion() throws IOException {
        // Given
        Path key = Files.writeString(folder.resolve("key"), "sk-old\n");
        Files.writeString(file, HOSTED + "providers: {groq: {api_keys: [\"file:key\"]}}\n");
        ActiveCatalog active = follow(file);
        String version = active.current().version();
        assertThat(keys(active)).containsExactly("sk-old");

        // When
        Files.writeString(key, "sk-new\n");
        settle(active);

        // Then
        assertThat(keys(active)).containsExactly("sk-new");
        assertThat(active.current().version()).isEqualTo(version);
        assertThat(active.reloads()).isEqualTo(1);
    }

    @Test
    void aSwappedLinkOfAMountedSecretGivesNewKeys() throws IOException {
        // Given a mount as Kubernetes makes it: key -> ..data/key, ..data -> ..1
        Path mount = Files.createDirectory(folder.resolve("secret"));
        Files.writeString(Files.createDirectory(mount.resolve("..1")).resolve("key"), "sk-old");
        Files.writeString(Files.createDirectory(mount.resolve("..2")).resolve("key"), "sk-new");
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(mount.resolve("key"), Path.of("..data/key"));
        Files.writeString(file, HOSTED + "providers: {groq: {api_keys: [\"file:secret/key\"]}}\n");
        ActiveCatalog active = follow(file);
        assertThat(keys(active)).containsExactly("sk-old");
        assertThat(active.directories()).contains(mount);

        // When
        Path swap = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2"));
        Files.move(swap, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        settle(active);

        // Then
        assertThat(keys(active)).containsExactly("sk-new");
        assertThat(told).hasSize(1);
    }

    @Test
    void aKeyFileOfARefusedEditIsFollowedToo() throws IOException {
        // Given an edit that names a new file of keys, which holds none that could be sent
        ActiveCatalog active = follow(file);
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Path key = Files.writeString(secrets.resolve("key"), "sk-schlüssel\n");
        Files.writeString(file, HOSTED + "providers: {groq: {api_keys: [\"file:secrets/key\"]}}\n");
        settle(active);
        assertThat(active.state().refusal()).isNotNull();
        assertThat(active.refusals()).isEqualTo(1);
        assertThat(active.directories()).contains(secrets);

        // When the key is mended, and the catalog is not touched
        Files.writeString(key, "sk-new\n");
        settle(active);

        // Then
        assertThat(active.state().refusal()).isNull();
        assertThat(keys(active)).containsExactly("sk-new");
    }

    private static List<String> keys(ActiveCatalog active) {
        Provider groq = active.current().provider("groq").orElseThrow();
        return groq.apiKeys().stream().map(Secret::reveal).toList();
    }

    @Test
    void whatIsNotEnforcedIsNotTaken() throws IOException {
        ActiveCatalog active = follow(file);
        Files.writeString(
                file,
                HOSTED + "keys: [{id: k1, hash: \"sha256:" + "0".repeat(64) + "\", tenant: t}]\n");

        settle(active);

        CatalogState.Refusal refusal = Objects.requireNonNull(active.state().refusal());
        assertThat(refusal.problems().getFirst().path()).isEqualTo("keys");
        assertThat(active.current().keys()).isEmpty();
    }

    @Test
    void aFollowerThatFailsDoesNotStopTheOthers() throws IOException {
        ActiveCatalog active = follow(file);
        active.follow(catalog -> {
            throw new IllegalStateException("a follower's mistake");
        });
        List<Catalog> later = new ArrayList<>();
        active.follow(later::add);
        Files.writeString(file, FREE);

        settle(active);

        assertThat(told).hasSize(1);
        assertThat(later).hasSize(1);
    }
}
