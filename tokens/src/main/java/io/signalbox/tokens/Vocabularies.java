package io.signalbox.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The public vocabularies, each loaded when it is first asked for: that takes about a second, and
 * some ten megabytes from then on. Thread-safe.
 */
final class Vocabularies {

    private static final ConcurrentMap<EncodingType, CompletableFuture<Encoding>> LOADED =
            new ConcurrentHashMap<>();

    private static final Map<EncodingType, EncodingRegistry> REGISTRIES =
            new EnumMap<>(
                    Map.of(
                            EncodingType.O200K_BASE, Encodings.newLazyEncodingRegistry(),
                            EncodingType.CL100K_BASE, Encodings.newLazyEncodingRegistry()));

    private Vocabularies() {}

    /** Blocks while it is being loaded. */
    static Encoding get(EncodingType type) {
        return loading(type).join();
    }

    /** Whether {@link #get} would not block; where it would, loading begins. */
    static boolean isLoaded(EncodingType type) {
        return loading(type).isDone();
    }

    private static CompletableFuture<Encoding> loading(EncodingType type) {
        return LOADED.computeIfAbsent(
                type,
                wanted ->
                        CompletableFuture.supplyAsync(
                                () -> load(wanted), Thread.ofPlatform().daemon()::start));
    }

    private static Encoding load(EncodingType type) {
        EncodingRegistry registry = REGISTRIES.get(type);
        if (registry == null) {
            throw new IllegalArgumentException("no vocabulary " + type);
        }
        return registry.getEncoding(type);
    }
}
