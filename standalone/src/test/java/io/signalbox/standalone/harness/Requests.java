package io.signalbox.standalone.harness;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.wire.Json;
import java.util.List;

/** Bodies of requests as callers write them. */
public final class Requests {

    private Requests() {}

    /** A job: one user message for a model. */
    public static ObjectNode job(String model, String text) {
        ObjectNode job = Json.mapper().createObjectNode();
        job.putObject("input")
                .putArray("messages")
                .addObject()
                .put("role", "user")
                .put("content", text);
        job.putObject("routing").put("model", model);
        return job;
    }

    /** A job that must end within the timeout, for example {@code 2s}. */
    public static ObjectNode job(String model, String text, String timeout) {
        ObjectNode job = job(model, text);
        job.putObject("limits").put("timeout", timeout);
        return job;
    }

    /** A task for an agent, or whoever the model names; a scripted agent does as it says. */
    public static ObjectNode task(String model, String script) {
        ObjectNode task = Json.mapper().createObjectNode().put("instruction", script);
        task.putObject("routing").put("model", model);
        return task;
    }

    /** The same in a workspace: the repository of this path or URL. */
    public static ObjectNode task(String model, String script, String repository) {
        ObjectNode task = task(model, script);
        task.putObject("workspace").put("repository", repository);
        return task;
    }

    /** An embedding: texts for a model. */
    public static ObjectNode embedding(String model, String... texts) {
        ObjectNode embedding = Json.mapper().createObjectNode().put("model", model);
        ArrayNode input = embedding.putArray("input");
        List.of(texts).forEach(input::add);
        return embedding;
    }

    /** A chat completion: one user message for a model. */
    public static ObjectNode chat(String model, String text) {
        ObjectNode chat = Json.mapper().createObjectNode().put("model", model);
        chat.putArray("messages").addObject().put("role", "user").put("content", text);
        return chat;
    }

    /** The same, streamed. */
    public static ObjectNode stream(String model, String text) {
        return chat(model, text).put("stream", true);
    }
}
