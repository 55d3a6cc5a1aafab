package io.signalbox.standalone.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What became of one call to a provider with a fault, in the words of the document.
 *
 * @param errorClass of the first attempt; empty where it succeeded
 * @param next what Signalbox did then
 * @param status of the answer; of a stream 200 too where it failed after its status was sent
 * @param caller what the caller got
 */
record Seen(String errorClass, String next, int status, String caller) {

    /** What the provider behind the faulty one answers. */
    static final String FROM_THE_NEXT = "from the next one";

    /**
     * @param answer what the caller got
     * @param job how the job ended, with its result
     * @param faulty the name of the provider with the fault
     */
    static Seen of(Answer answer, JsonNode job, String faulty, boolean stream) {
        List<JsonNode> attempts =
                StreamSupport.stream(job.path("attempts").spliterator(), false).toList();
        return new Seen(
                attempts.getFirst().at("/error/class").asText(),
                next(attempts, faulty),
                answer.status(),
                stream ? streamed(answer) : plain(answer));
    }

    private static String next(List<JsonNode> attempts, String faulty) {
        long own =
                attempts.stream()
                        .filter(it -> it.at("/candidate/provider").asText().equals(faulty))
                        .count();
        boolean fellBack = own < attempts.size();
        if (attempts.getFirst().path("outcome").asText().equals("succeeded")) {
            return "nothing: it is an answer";
        }
        String again =
                own > 1
                        ? "asks again%s, ".formatted(own > 2 ? " " + (own - 1) + " times" : "")
                        : "";
        return again + (fellBack ? "falls back" : "ends the job");
    }

    private static String plain(Answer answer) {
        if (answer.status() != 200) {
            return error(answer);
        }
        return whose(answer.json().at("/choices/0/message/content").asText());
    }

    /**
     * The same words for an end before and after the status was sent: that is a matter of 50 ms.
     */
    private static String streamed(Answer answer) {
        if (answer.status() != 200) {
            return event(answer.error());
        }
        String text =
                answer.chunks().stream()
                        .map(chunk -> chunk.at("/choices/0/delta/content").asText())
                        .collect(Collectors.joining());
        if (!answer.body().contains("event: error\n")) {
            return whose(text);
        }
        String before = text.isEmpty() ? "" : "what had come, then ";
        return before + event(answer.chunks().getLast().path("error"));
    }

    private static String event(JsonNode error) {
        return "`event: error` with `%s`".formatted(error.path("code").asText());
    }

    private static String error(Answer answer) {
        return "%d `%s`".formatted(answer.status(), answer.error().path("code").asText());
    }

    private static String whose(String text) {
        return text.equals(FROM_THE_NEXT) ? "the next one's answer" : "its answer";
    }
}
