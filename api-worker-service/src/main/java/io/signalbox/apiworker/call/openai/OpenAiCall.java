package io.signalbox.apiworker.call.openai;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.signalbox.apiworker.call.Bill;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.upstream.Deltas;
import io.signalbox.apiworker.call.upstream.Exchange;
import io.signalbox.apiworker.call.upstream.StreamWatch;
import io.signalbox.apiworker.call.upstream.StreamWatch.Stop;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call from its request to its outcome; used once, by one thread. */
final class OpenAiCall {

    private final CallRequest request;
    private final StreamingChatModel model;
    private final StreamWatch watch;
    private final InstantSource clock;
    private final ServerDifferences server;
    private final Deltas deltas;
    private final ChunkTap tap;
    private final AnswerHandler handler;

    OpenAiCall(
            CallRequest request,
            StreamingChatModel model,
            DeltaListener listener,
            StreamWatch watch,
            InstantSource clock) {
        this.request = request;
        this.model = model;
        this.watch = watch;
        this.clock = clock;
        this.server = ServerDifferences.of(request.provider());
        this.deltas = new Deltas(listener, watch);
        this.tap = new ChunkTap(watch, deltas);
        this.handler = new AnswerHandler(deltas);
    }

    CallOutcome run() {
        if (watch.stopped() == null) {
            chat();
            deltas.rethrow();
        }
        ChatResponse response = handler.response();
        String finish = tap.finish();
        if (response != null && finish != null) {
            return answered(response, finish);
        }
        Stop stop = watch.stopped();
        if (stop == Stop.CANCELLED || Thread.currentThread().isInterrupted()) {
            return cancelled();
        }
        Verdicts verdicts = new Verdicts(request, clock.instant());
        return failed(stop == null ? verdicts.of(handler.error()) : verdicts.of(stop));
    }

    private void chat() {
        Provider provider = request.provider();
        Exchange exchange =
                new Exchange(
                        headers(),
                        frame -> RequestBody.of(frame, request, server),
                        provider.timeouts().connect(),
                        "https".equals(provider.baseUrl().getScheme()) && !provider.local(),
                        watch,
                        tap);
        // The message stands in for the conversation, which RequestBody writes.
        ChatRequest frame =
                ChatRequest.builder()
                        .modelName(request.modelId())
                        .messages(UserMessage.from("-"))
                        .build();
        try {
            exchange.run(() -> model.chat(frame, handler));
        } catch (RuntimeException e) {
            handler.onError(e);
        }
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        headers.put("User-Agent", "signalbox");
        String keyHeader = server.keyHeader();
        if (keyHeader != null && request.key() != null) {
            headers.put(keyHeader, request.key().reveal());
        }
        headers.putAll(request.provider().headers());
        headers.put("x-signalbox-attempt", request.attemptId());
        return headers;
    }

    private CallOutcome answered(ChatResponse response, String finish) {
        String text = response.aiMessage().text();
        boolean empty = text == null && tap.tools().calls().isEmpty();
        if (empty && (finish.equals("content_filter") || !tap.refusal().isEmpty())) {
            return failed(new Verdicts(request, clock.instant()).filtered(tap.refusal()));
        }
        OpenAiUsage reported = tap.usage();
        Usage usage = reported == null ? estimate() : reported.usage();
        Bill bill = Bill.of(request, usage, reportedCost());
        return new CallOutcome.Succeeded(
                text == null ? "" : text,
                response.aiMessage().thinking(),
                tap.tools().calls(),
                finish.equals("stop") && !tap.tools().calls().isEmpty() ? "tool_calls" : finish,
                usage,
                bill.cost(),
                bill.unpriced(),
                watch.latencyMs(),
                watch.ttftMs());
    }

    private CallOutcome failed(Verdict verdict) {
        Bill bill = billSoFar();
        return new CallOutcome.Failed(
                verdict.error(),
                deltas.seen(),
                verdict.retryAfter(),
                bill.usage(),
                bill.cost(),
                bill.unpriced(),
                watch.latencyMs(),
                watch.ttftMs());
    }

    private CallOutcome cancelled() {
        Bill bill = billSoFar();
        return new CallOutcome.Cancelled(
                deltas.seen(),
                bill.usage(),
                bill.cost(),
                bill.unpriced(),
                watch.latencyMs(),
                watch.ttftMs());
    }

    /** A server that began a stream has read the prompt; a refused request used nothing. */
    private Bill billSoFar() {
        OpenAiUsage reported = tap.usage();
        if (reported != null) {
            return Bill.of(request, reported.usage(), reportedCost());
        }
        return watch.isAccepted() ? Bill.of(request, estimate(), null) : Bill.NOTHING;
    }

    private Usage estimate() {
        return UsageEstimate.of(
                request.input(), deltas.textChars() + tap.tools().chars(), deltas.reasoningChars());
    }

    private @Nullable Usd reportedCost() {
        OpenAiUsage reported = tap.usage();
        return reported != null && server.reportsCost() ? reported.cost() : null;
    }
}
