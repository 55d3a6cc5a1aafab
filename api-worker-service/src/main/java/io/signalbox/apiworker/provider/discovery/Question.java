package io.signalbox.apiworker.provider.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Json;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks a provider something small, in JSON, that costs nothing. Blocks; thread-safe. */
@Singleton
class Question {

    /** Largest answer; a larger one counts as none. */
    private static final long MAX_ANSWER_BYTES = 8L * 1024 * 1024;

    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    /** What came of it. */
    sealed interface Reply {

        record Answer(JsonNode body) implements Reply {}

        /** Another status than 200. */
        record Refused(int status) implements Reply {}

        /**
         * @param why in words; never more of what came than its kind
         * @param late whether it was only not there in time
         */
        record Silent(String why, boolean late) implements Reply {}
    }

    /**
     * @param body posted; null: a GET
     * @param limit over everything, from connecting to the last byte. The JDK's own limit of a
     *     request ends with the headers of its answer before version 26 (JDK-8208693).
     */
    Reply ask(
            Provider provider,
            ModelList dialect,
            @Nullable Secret key,
            URI address,
            @Nullable JsonNode body,
            Duration limit) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        request.setHeader("User-Agent", "signalbox");
        dialect.headers(key).forEach(request::setHeader);
        provider.headers().forEach(request::setHeader);
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
            request.POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
        }
        return reply(request.build(), limit);
    }

    private Reply reply(HttpRequest request, Duration limit) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        try {
            return read(answer.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return new Reply.Silent("no answer within " + limit.toMillis() + " ms", true);
        } catch (ExecutionException e) {
            return new Reply.Silent(words(e.getCause()), false);
        } catch (IOException e) {
            return new Reply.Silent(words(e), false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Silent("the worker stops", false);
        } finally {
            answer.cancel(true);
        }
    }

    private static Reply read(HttpResponse<byte[]> answer) throws IOException {
        if (answer.headers().firstValue(Headers.HTTP_SIGNALBOX).isPresent()) {
            return new Reply.Silent("the server there is this gateway itself", false);
        }
        return answer.statusCode() == OK
                ? new Reply.Answer(Json.mapper().readTree(answer.body()))
                : new Reply.Refused(answer.statusCode());
    }

    private static String words(@Nullable Throwable e) {
        return switch (e) {
            case null -> "no answer";
            case ConnectException _ -> "no connection";
            case JsonProcessingException _ -> "the answer is not JSON";
            default -> e.getClass().getSimpleName();
        };
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }
}
