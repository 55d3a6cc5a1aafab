package io.signalbox.apiworker.call.openai;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.signalbox.apiworker.call.upstream.Deltas;
import org.jspecify.annotations.Nullable;

/** What LangChain4j tells of a call: its text and thinking, and the first end it reports. */
final class AnswerHandler implements StreamingChatResponseHandler {

    private final Deltas deltas;
    private @Nullable ChatResponse response;
    private @Nullable Throwable error;

    AnswerHandler(Deltas deltas) {
        this.deltas = deltas;
    }

    @Override
    public void onPartialResponse(String text) {
        deltas.text(text);
    }

    @Override
    public void onPartialThinking(PartialThinking thinking) {
        deltas.reasoning(thinking.text());
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
        if (error == null) {
            response = complete;
        }
    }

    @Override
    public void onError(Throwable throwable) {
        if (error == null && response == null) {
            error = throwable;
        }
    }

    /** The whole answer; null where there is none. */
    @Nullable ChatResponse response() {
        return response;
    }

    /** Why there is no answer. */
    Throwable error() {
        return error == null ? new IllegalStateException("the call had no end") : error;
    }
}
