package io.signalbox.catalog.yaml;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A short hash of a tree as it is written: order counts, variables are not replaced, places do not
 * matter. So all who read the same files agree on it, whatever their environment holds.
 */
public final class Fingerprint {

    private static final int BYTES = 6;

    private final MessageDigest digest;

    private Fingerprint(MessageDigest digest) {
        this.digest = digest;
    }

    /** 12 hex digits. */
    public static String of(Tree tree) {
        try {
            Fingerprint fingerprint = new Fingerprint(MessageDigest.getInstance("SHA-256"));
            fingerprint.add(tree);
            return HexFormat.of().formatHex(fingerprint.digest.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void add(Tree tree) {
        switch (tree) {
            case Tree.Scalar scalar -> add("s", scalar.value() == null ? "" : scalar.written());
            case Tree.Sequence sequence -> {
                add("l", Integer.toString(sequence.items().size()));
                sequence.items().forEach(this::add);
            }
            case Tree.Mapping mapping -> {
                add("m", Integer.toString(mapping.entries().size()));
                mapping.entries()
                        .forEach((key, entry) -> {
                            add("k", key);
                            add(entry.value());
                        });
            }
            case Tree.Broken broken -> add("b", "");
        }
    }

    private void add(String kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((kind + bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
