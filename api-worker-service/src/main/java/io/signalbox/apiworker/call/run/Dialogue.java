package io.signalbox.apiworker.call.run;

import io.signalbox.apiworker.call.upstream.Deltas;
import io.signalbox.apiworker.call.upstream.StreamWatch;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call as its wire format has it: what is said and what is heard. Used by one thread, once. */
public interface Dialogue {

    /** How it ended. */
    sealed interface End {

        /** The provider said that it was whole. */
        record Answered(Answer answer) implements End {}

        /**
         * A vector for each text.
         *
         * @param vectors in the order of the texts, each as {@code VectorText} writes it
         */
        record Embedded(List<String> vectors) implements End {}

        /**
         * @param why a {@code ProviderHttpException}, a {@code StreamFault} or what the connection
         *     threw, also as a cause
         */
        record Broken(Throwable why) implements End {}
    }

    /**
     * What the provider says was used.
     *
     * @param cost what it says it charged; null where it does not say
     */
    record Reported(Usage usage, @Nullable Usd cost) {}

    /** Makes the dialogue of one call; nothing is sent yet. */
    @FunctionalInterface
    interface Opening {

        /**
         * @param watch to be told of content and of the answer's end
         * @param deltas gets the answer as it comes
         */
        Dialogue open(StreamWatch watch, Deltas deltas);
    }

    /** Sends the request and hears the stream to its end. Blocks; expected failures are values. */
    End talk();

    /** So far; null where nothing was said of it. */
    @Nullable Reported reported();

    /** What the caller should know of what was said, in words: what was left out, and why. */
    default List<String> notes() {
        return List.of();
    }

    /** Further parameters that the caller gave and that were not sent. */
    default Set<String> notSent() {
        return Set.of();
    }

    /** How much text the tool calls so far hold, in characters. */
    long toolChars();
}
