package io.signalbox.apiworker.call.openai;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.run.Answer;
import io.signalbox.apiworker.call.run.Dialogue;
import io.signalbox.apiworker.call.run.LeftOut;
import io.signalbox.apiworker.call.upstream.Deltas;
import io.signalbox.apiworker.call.upstream.Exchange;
import io.signalbox.apiworker.call.upstream.Outbound;
import io.signalbox.apiworker.call.upstream.StreamWatch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One Chat Completions call through LangChain4j. */
final class OpenAiCall implements Dialogue {

    private final CallRequest request;
    private final StreamingChatModel model;
    private final StreamWatch watch;
    private final ServerDifferences server;
    private final Deltas deltas;
    private final ChunkTap tap;

    /** Of the latest request. */
    private LeftOut leftOut = new LeftOut();

    OpenAiCall(
            CallRequest request,
            ServerDifferences server,
            StreamingChatModel model,
            StreamWatch watch,
            Deltas deltas) {
        this.request = request;
        this.server = server;
        this.model = model;
        this.watch = watch;
        this.deltas = deltas;
        this.tap = new ChunkTap(request.attemptId(), watch, deltas);
    }

    /**
     * Again for each thing that the server refuses and without which the request means the same:
     * OpenAI names one in an answer, however many it refuses.
     */
    @Override
    public End talk() {
        Amendments made = Amendments.NONE;
        End end = talk(made);
        while (end instanceof End.Broken(Throwable why)) {
            Optional<Amendments> more = made.after(why, request);
            if (more.isEmpty()) {
                return end;
            }
            made = more.get();
            end = talk(made);
        }
        return end;
    }

    private End talk(Amendments amendments) {
        AnswerHandler handler = new AnswerHandler(deltas);
        chat(handler, amendments);
        ChatResponse response = handler.response();
        String finish = tap.finish();
        if (response == null || finish == null) {
            return new End.Broken(handler.error());
        }
        return new End.Answered(
                new Answer(
                        Objects.requireNonNullElse(response.aiMessage().text(), ""),
                        response.aiMessage().thinking(),
                        tap.tools().calls(),
                        finish,
                        tap.refusal()));
    }

    private void chat(AnswerHandler handler, Amendments amendments) {
        LeftOut left = new LeftOut();
        leftOut = left;
        Exchange exchange =
                new Exchange(
                        Outbound.of(request, keyHeaders(), watch),
                        frame -> RequestBody.of(frame, request, server, amendments, left),
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
        left.note(request);
    }

    /** Empty where LangChain4j itself sends the key as a bearer's. */
    private Map<String, String> keyHeaders() {
        String header = server.keyHeader();
        return header == null || request.key() == null
                ? Map.of()
                : Map.of(header, request.key().reveal());
    }

    @Override
    public @Nullable Reported reported() {
        OpenAiUsage usage = tap.usage();
        return usage == null
                ? null
                : new Reported(usage.usage(), server.reportsCost() ? usage.cost() : null);
    }

    @Override
    public List<String> notes() {
        return leftOut.notes();
    }

    @Override
    public Set<String> notSent() {
        return leftOut.reasons().keySet();
    }

    @Override
    public long toolChars() {
        return tap.tools().chars();
    }
}
