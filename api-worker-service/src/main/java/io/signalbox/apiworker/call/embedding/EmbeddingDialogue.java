package io.signalbox.apiworker.call.embedding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.run.Dialogue;
import io.signalbox.apiworker.call.upstream.Outbound;
import io.signalbox.apiworker.call.upstream.StreamFault;
import io.signalbox.apiworker.call.upstream.StreamWatch;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.contracts.job.VectorText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests for one job's vectors, one after the other; mostly one. */
final class EmbeddingDialogue implements Dialogue {

    private static final int CHARS_PER_GROUP = 4;
    private static final int BYTES_PER_GROUP = 3;

    private final CallRequest request;
    private final EmbeddingInput input;
    private final EmbeddingWire wire;
    private final UpstreamHttp http;
    private final StreamWatch watch;
    private final List<String> vectors = new ArrayList<>();
    private @Nullable Usage usage;
    private @Nullable Usd cost;

    EmbeddingDialogue(
            CallRequest request,
            EmbeddingInput input,
            EmbeddingWire wire,
            UpstreamHttp http,
            StreamWatch watch) {
        this.request = request;
        this.input = input;
        this.wire = wire;
        this.http = http;
        this.watch = watch;
    }

    @Override
    public End talk() {
        List<String> texts = input.texts();
        try {
            for (int from = 0;
                    from < texts.size();
                    from += Math.min(wire.mostTexts(), texts.size())) {
                int to = Math.min(texts.size(), from + Math.min(wire.mostTexts(), texts.size()));
                if (from > 0) {
                    watch.asked();
                }
                add(ask(texts.subList(from, to)), to - from);
            }
            return new End.Embedded(vectors);
        } catch (JsonProcessingException e) {
            return new End.Broken(unreadable(e));
        } catch (IOException | RuntimeException e) {
            return new End.Broken(e);
        }
    }

    private EmbeddingWire.Answer ask(List<String> texts) throws IOException {
        EmbeddingInput part = new EmbeddingInput(texts, input.dimensions(), input.extra());
        EmbeddingWire.Answer[] answer = new EmbeddingWire.Answer[1];
        http.whole(
                Outbound.of(request, wire.headers(request.key()), watch),
                wire.address(request.provider(), request.modelId()).toString(),
                wire.body(request.modelId(), part),
                body -> {
                    watch.content();
                    answer[0] = wire.read(request.provider(), body);
                });
        return answer[0];
    }

    /** What an unfit answer used has been used all the same. */
    private void add(EmbeddingWire.Answer answer, int texts) {
        count(answer);
        if (answer.vectors().size() != texts) {
            throw new StreamFault(
                    StreamFault.Kind.MALFORMED,
                    "answered with %d vectors for %d texts"
                            .formatted(answer.vectors().size(), texts));
        }
        for (String vector : answer.vectors()) {
            check(vector);
            vectors.add(vector);
        }
        long numbers = (long) vectors.size() * length(vectors.getFirst());
        if (numbers > VectorText.MOST_NUMBERS) {
            throw new StreamFault(
                    StreamFault.Kind.UNFIT,
                    "answered with %d numbers, at most %d are carried: send fewer texts at once, or ask for fewer dimensions"
                            .formatted(numbers, VectorText.MOST_NUMBERS));
        }
    }

    private void check(String vector) {
        int length = length(vector);
        if (length == 0 || (!vectors.isEmpty() && length != length(vectors.getFirst()))) {
            throw new StreamFault(
                    StreamFault.Kind.MALFORMED,
                    length == 0
                            ? "answered with an empty vector"
                            : "answered with vectors of different lengths");
        }
        Integer asked = input.dimensions();
        if (asked != null && asked != length) {
            throw new StreamFault(
                    StreamFault.Kind.UNFIT,
                    "makes vectors of %d dimensions, not of the %d asked for"
                            .formatted(length, asked));
        }
    }

    /** How many floats there are, by the length of their base64. */
    private static int length(String vector) {
        int padding = vector.endsWith("==") ? 2 : vector.endsWith("=") ? 1 : 0;
        return (vector.length() / CHARS_PER_GROUP * BYTES_PER_GROUP - padding) / Float.BYTES;
    }

    /** What all requests used; only where each said it. */
    private void count(EmbeddingWire.Answer answer) {
        boolean first = vectors.isEmpty();
        usage = first ? answer.usage() : sum(usage, answer.usage());
        cost =
                first || cost == null || answer.cost() == null
                        ? answer.cost()
                        : cost.plus(answer.cost());
    }

    private static @Nullable Usage sum(@Nullable Usage one, @Nullable Usage other) {
        return one == null || other == null
                ? null
                : new Usage(one.input() + other.input(), 0, 0, 0, 0, false);
    }

    private static StreamFault unreadable(JsonProcessingException e) {
        boolean cut = e instanceof JsonEOFException || isNothing(e);
        return cut
                ? new StreamFault(StreamFault.Kind.TRUNCATED, "ended the answer before its end")
                : new StreamFault(
                        StreamFault.Kind.MALFORMED, "answered with something else than vectors");
    }

    private static boolean isNothing(JsonProcessingException e) {
        return e instanceof MismatchedInputException
                && e.getOriginalMessage().startsWith("No content");
    }

    @Override
    public @Nullable Reported reported() {
        return usage == null ? null : new Reported(usage, cost);
    }

    @Override
    public long toolChars() {
        return 0;
    }
}
