package io.signalbox.catalog.load;

import io.signalbox.catalog.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a catalog hold now, as one hash: equal while nothing that a load would see has
 * changed. Follows links, so that a swapped link counts; a file that cannot be read counts as such.
 */
public final class SourceDigest {

    private final MessageDigest digest;

    private SourceDigest(MessageDigest digest) {
        this.digest = digest;
    }

    /**
     * @param catalog the file or directory; null for none
     */
    public static String of(@Nullable Path catalog, Collection<Path> keyFiles) {
        try {
            SourceDigest all = new SourceDigest(MessageDigest.getInstance("SHA-256"));
            if (catalog != null) {
                SourceFile.files(catalog, new Problems()).forEach(all::add);
            }
            keyFiles.stream().sorted().forEach(all::add);
            return HexFormat.of().formatHex(all.digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void add(Path file) {
        add(file.toString().getBytes(StandardCharsets.UTF_8));
        try (InputStream in = Files.newInputStream(file)) {
            add(in.readNBytes(SourceFile.MAX_BYTES + 1));
        } catch (IOException e) {
            add(e.getClass().getName().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void add(byte[] part) {
        digest.update((part.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(part);
    }
}
