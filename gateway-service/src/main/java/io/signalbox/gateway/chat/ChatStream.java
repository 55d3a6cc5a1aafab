package io.signalbox.gateway.chat;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.Chunk;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.http.ErrorBody;
import io.signalbox.gateway.reply.PendingJob;
import io.signalbox.gateway.reply.PendingJob.Piece;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One streamed answer, from the pieces that arrive to server-sent events. Used by one thread.
 *
 * <p>Text of one run only is ever sent: once a run's content has reached the caller, an end by
 * another run is told as an error event of class TRUNCATED. Chunks that were lost or came late do
 * not matter: the end holds the whole answer, and what of it was not sent yet is sent then.
 */
final class ChatStream {

    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BREAK = "\n\n".getBytes(StandardCharsets.UTF_8);

    private final PendingJob pending;
    private final String requestedModel;
    private final Instant deadline;
    private final boolean includeUsage;
    private final Duration keepAlive;
    private final long created = Instant.now().getEpochSecond();
    private final Sent sent = new Sent();
    private @Nullable Piece first;

    ChatStream(
            PendingJob pending,
            String requestedModel,
            Instant deadline,
            boolean includeUsage,
            Duration keepAlive) {
        this.pending = pending;
        this.requestedModel = requestedModel;
        this.deadline = deadline;
        this.includeUsage = includeUsage;
        this.keepAlive = keepAlive;
    }

    /**
     * Waits a moment for the first piece, so that a job that ends at once without an answer gets a
     * real status.
     *
     * @throws ApiException how the job ended
     */
    void await(Duration grace) throws InterruptedException {
        first = pending.poll(grace);
        if (first instanceof Piece.End end && end.result().status() != JobStatus.SUCCEEDED) {
            throw ApiException.ended(error(end.result()));
        }
        if (first instanceof Piece.Dismissed) {
            throw ApiException.stopping(pending.jobId().value());
        }
    }

    void writeTo(OutputStream out) throws IOException {
        if (first == null) {
            out.write(KEEP_ALIVE);
            out.flush();
        }
        try {
            while (true) {
                Piece piece = next();
                if (piece instanceof Piece.Part part) {
                    forward(part.chunk(), out);
                } else if (piece instanceof Piece.End end) {
                    finish(end, out);
                    return;
                } else if (piece instanceof Piece.Dismissed) {
                    fail(ApiException.stopping(pending.jobId().value()), out);
                    return;
                } else if (Instant.now().isAfter(deadline)) {
                    fail(
                            AttemptError.of(
                                    ErrorClass.EXPIRED,
                                    "job %s did not end before its deadline"
                                            .formatted(pending.jobId())),
                            out);
                    return;
                } else {
                    out.write(KEEP_ALIVE);
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while streaming");
        }
    }

    private @Nullable Piece next() throws InterruptedException {
        if (first != null) {
            Piece held = first;
            first = null;
            return held;
        }
        Duration left = Duration.between(Instant.now(), deadline).plusMillis(1);
        return pending.poll(left.compareTo(keepAlive) < 0 ? left : keepAlive);
    }

    private void forward(Chunk chunk, OutputStream out) throws IOException {
        if (!sent.accept(chunk)) {
            return;
        }
        List<Completion.CallDelta> calls =
                chunk.toolCalls().isEmpty()
                        ? null
                        : chunk.toolCalls().stream().map(Completion.CallDelta::of).toList();
        write(out, new Completion.Delta(sent.takeRole(), chunk.text(), chunk.reasoning(), calls));
        out.flush();
    }

    private void finish(Piece.End end, OutputStream out) throws IOException {
        JobResult result = end.result();
        if (result.status() != JobStatus.SUCCEEDED) {
            fail(error(result), out);
            return;
        }
        if (!sent.mayEndWith(end.run())) {
            fail(
                    AttemptError.of(
                            ErrorClass.TRUNCATED,
                            "the answer broke off and another attempt finished the job; GET /v1/jobs/%s has its whole answer"
                                    .formatted(result.jobId())),
                    out);
            return;
        }
        Completion.Delta rest = sent.rest(result);
        if (rest != null) {
            write(out, rest);
        }
        Completion.Account account = Completion.Account.of(result);
        writeData(
                out,
                part(
                        List.of(
                                new Completion.PartChoice(
                                        0,
                                        Completion.Delta.last(result),
                                        Completion.finishReason(result))),
                        null,
                        includeUsage ? null : account));
        if (includeUsage) {
            writeData(out, part(List.of(), Completion.Tokens.of(result.usage()), account));
        }
        out.write(DONE);
        out.flush();
    }

    private static AttemptError error(JobResult result) {
        return Objects.requireNonNullElseGet(
                result.error(), () -> AttemptError.of(ErrorClass.INTERNAL, "the job has no error"));
    }

    private void fail(AttemptError error, OutputStream out) throws IOException {
        fail(ApiException.ended(error), out);
    }

    private void fail(ApiException error, OutputStream out) throws IOException {
        out.write("event: error\n".getBytes(StandardCharsets.UTF_8));
        writeData(out, ErrorBody.of(error, pending.jobId().value()));
        out.flush();
    }

    private void write(OutputStream out, Completion.Delta delta) throws IOException {
        writeData(out, part(List.of(new Completion.PartChoice(0, delta, null)), null, null));
    }

    /** Every chunk of a stream names the same model: before the end nobody knows who answers. */
    private Completion.Part part(
            List<Completion.PartChoice> choices,
            Completion.@Nullable Tokens usage,
            Completion.@Nullable Account account) {
        return new Completion.Part(
                "chatcmpl-" + pending.jobId(),
                "chat.completion.chunk",
                created,
                requestedModel,
                choices,
                usage,
                account);
    }

    private static void writeData(OutputStream out, Object body) throws IOException {
        out.write(DATA);
        out.write(Json.bytes(body));
        out.write(BREAK);
    }
}
