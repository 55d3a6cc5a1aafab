package io.signalbox.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names a job for its whole life; the key of every record about it.
 *
 * <p>Either a ULID (26 characters of Crockford base 32, upper case) or a UUID (36 characters, lower
 * case). Ids made here are ULIDs, so they sort by the time of their making.
 *
 * @param value the normalised text
 */
public record JobId(@JsonValue String value) implements Comparable<JobId> {

    /** Keys of warm-up records begin with this; no store and no ledger keeps them. */
    private static final String PROBE_PREFIX = "probe-";

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    public JobId {
        if (!isId(value)) {
            throw notAnId(value);
        }
    }

    private static boolean isId(String text) {
        return UUID_TEXT.matcher(text).matches()
                || Ulid.isValid(text)
                || (isProbeKey(text) && Ulid.isValid(text.substring(6)));
    }

    private static IllegalArgumentException notAnId(String text) {
        return new IllegalArgumentException(
                "id '%s' is neither a ULID (26 characters) nor a UUID (36 characters)"
                        .formatted(text));
    }

    /** A new id, later than all made before in this process's clock. */
    public static JobId create() {
        return new JobId(UlidCreator.getMonotonicUlid().toString());
    }

    /** A new id for a warm-up record, see {@link #isProbeKey}. */
    public static JobId createProbe() {
        return new JobId(PROBE_PREFIX + UlidCreator.getMonotonicUlid());
    }

    /**
     * Reads an id as a caller wrote it.
     *
     * @throws IllegalArgumentException if it is neither a ULID nor a UUID; the message quotes it
     */
    @JsonCreator
    public static JobId parse(String text) {
        String trimmed = text.strip();
        if (isProbeKey(trimmed)) {
            return new JobId(trimmed);
        }
        String normalised =
                trimmed.length() == 36
                        ? trimmed.toLowerCase(Locale.ROOT)
                        : trimmed.toUpperCase(Locale.ROOT);
        if (!isId(normalised)) {
            throw notAnId(text);
        }
        return new JobId(normalised);
    }

    /** Whether a record key belongs to a warm-up record rather than to somebody's job. */
    public static boolean isProbeKey(String key) {
        return key.startsWith(PROBE_PREFIX);
    }

    public boolean isProbe() {
        return isProbeKey(value);
    }

    /** When the id was made, where its form says so (ULID, UUID version 7). */
    public Optional<Instant> createdAt() {
        if (Ulid.isValid(value)) {
            return Optional.of(Ulid.from(value).getInstant());
        }
        if (value.length() == 36) {
            UUID uuid = UUID.fromString(value);
            if (uuid.version() == 7) {
                return Optional.of(Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16));
            }
        }
        return Optional.empty();
    }

    @Override
    public int compareTo(JobId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
