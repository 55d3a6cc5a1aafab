package io.signalbox.testsupport.simulator;

import io.signalbox.testsupport.simulator.Reply.End;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Plays one reply to one request at its pace, and notices when the client goes first. Only to be
 * used on the request's event loop.
 */
final class ReplyWriter {

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Reply reply;
    private final Consumer<Boolean> ended;
    private long timer = NO_TIMER;
    private boolean over;

    /**
     * @param ended told once, whether the client closed the connection before the end
     */
    ReplyWriter(Vertx vertx, HttpServerRequest request, Reply reply, Consumer<Boolean> ended) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.reply = reply;
        this.ended = ended;
    }

    /**
     * @param gate before it completes, nothing is written
     */
    void writeAfter(CompletionStage<Void> gate) {
        Context here = vertx.getOrCreateContext();
        whenGone();
        gate.thenRun(() -> here.runOnContext(opened -> begin()));
    }

    void write() {
        whenGone();
        begin();
    }

    private void whenGone() {
        response.exceptionHandler(failure -> end(true));
        response.closeHandler(closed -> end(true));
    }

    private void begin() {
        if (!reply.silent() && !over) {
            after(reply.latencyMs(), this::writeHead);
        }
    }

    private void writeHead() {
        response.setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        boolean atOnce = reply.frames().stream().allMatch(frame -> frame.delayMs() == 0);
        if (atOnce && reply.end() == End.FINISH) {
            end(false);
            response.end(joined());
            return;
        }
        response.setChunked(true);
        response.write(Buffer.buffer());
        writeFrom(0);
    }

    private Buffer joined() {
        Buffer body = Buffer.buffer();
        reply.frames().forEach(frame -> body.appendString(frame.text()));
        return body;
    }

    private void writeFrom(int index) {
        if (index == reply.frames().size()) {
            finish();
            return;
        }
        Frame frame = reply.frames().get(index);
        after(
                frame.delayMs(),
                () -> {
                    response.write(frame.text());
                    writeFrom(index + 1);
                });
    }

    private void finish() {
        switch (reply.end()) {
            case FINISH -> {
                end(false);
                response.end();
            }
            case CUT -> {
                end(false);
                request.connection().close();
            }
            case HANG -> {
                // Until the client goes.
            }
        }
    }

    private void after(long delayMs, Runnable step) {
        if (delayMs <= 0) {
            step.run();
            return;
        }
        timer =
                vertx.setTimer(
                        delayMs,
                        fired -> {
                            if (!over) {
                                step.run();
                            }
                        });
    }

    private void end(boolean byClient) {
        if (over) {
            return;
        }
        over = true;
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
        }
        ended.accept(byClient);
    }
}
