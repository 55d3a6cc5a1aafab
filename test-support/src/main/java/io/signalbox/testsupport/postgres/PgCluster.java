package io.signalbox.testsupport.postgres;

import io.signalbox.testsupport.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Makes a cluster where there is none: UTF-8, sorted by code point, one user with a password. */
final class PgCluster {

    static final String USER = "postgres";

    private static final int PASSWORD_BYTES = 16;

    private final PgSettings settings;
    private final Path programs;

    PgCluster(PgSettings settings, Path programs) {
        this.settings = settings;
        this.programs = programs;
    }

    /** The cluster's password. A cluster that was begun and not finished is made anew. */
    String ensure() {
        try {
            if (!Files.isDirectory(settings.clusterDirectory())) {
                Path begun = settings.dataDirectory().resolve("cluster.begun");
                Directories.delete(begun);
                writePassword();
                initialise(begun);
                Files.move(begun, settings.clusterDirectory(), StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(settings.passwordFile()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + settings.clusterDirectory(), e);
        }
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(settings.passwordFile());
        Files.createFile(
                settings.passwordFile(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(settings.passwordFile(), HexFormat.of().formatHex(random) + "\n");
    }

    private void initialise(Path directory) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(programs.resolve("initdb").toString());
        command.addAll(List.of("-D", directory.toString(), "-U", USER, "-E", "UTF8"));
        command.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        // The password itself goes over loopback: every client can do that, not all know SCRAM.
        command.addAll(List.of("--locale=C", "-A", "password"));
        command.add("--pwfile=" + settings.passwordFile());
        if (settings.mode() == PgMode.FAST) {
            command.add("--no-sync");
        }
        Process process = PgCommand.postgres(command).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (exitCode(process) != 0) {
            throw new IOException("initdb failed: " + output);
        }
    }

    private static int exitCode(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while initdb ran", e);
        }
    }
}
