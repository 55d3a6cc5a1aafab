package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Reads a request to {@code generateContent} or {@code streamGenerateContent}; as strict as Google
 * about names, roles and empty parts, and as a Gemini 3 about signatures.
 */
final class GeminiRequest {

    private static final String MODELS = "/v1beta/models/";

    private static final Set<String> FIELDS =
            Set.of(
                    "contents",
                    "systemInstruction",
                    "tools",
                    "toolConfig",
                    "safetySettings",
                    "generationConfig",
                    "cachedContent",
                    "serviceTier");

    private static final Set<String> CONFIG =
            Set.of(
                    "stopSequences",
                    "responseMimeType",
                    "responseSchema",
                    "responseJsonSchema",
                    "candidateCount",
                    "maxOutputTokens",
                    "temperature",
                    "topP",
                    "topK",
                    "seed",
                    "presencePenalty",
                    "frequencyPenalty",
                    "thinkingConfig",
                    "mediaResolution");

    private GeminiRequest() {}

    static ChatCall read(String path, JsonNode body) {
        checkNames(body, FIELDS, "");
        checkNames(body.path("generationConfig"), CONFIG, " at 'generation_config'");
        String operation =
                URLDecoder.decode(path.substring(MODELS.length()), StandardCharsets.UTF_8);
        int colon = operation.lastIndexOf(':');
        String model = operation.substring(0, colon);
        if (body.path("contents").isEmpty()) {
            throw new IllegalArgumentException(
                    "* GenerateContentRequest.contents: contents is not specified");
        }
        Dialogue dialogue = new Dialogue();
        if (body.has("systemInstruction")) {
            dialogue.said(text(body.path("systemInstruction")));
        }
        for (JsonNode content : body.path("contents")) {
            check(content, model);
            String text = text(content);
            if (!content.path("parts").findValues("functionResponse").isEmpty()) {
                dialogue.result(text);
            } else if (content.path("role").asText().equals("user")) {
                dialogue.asked(text);
            } else {
                dialogue.said(text);
            }
        }
        return new ChatCall(
                model,
                dialogue.question(),
                dialogue.conversation(),
                operation.substring(colon + 1).toLowerCase(Locale.ROOT).startsWith("stream"),
                true,
                toolNames(body),
                dialogue.toolRounds(),
                body.path("generationConfig").path("maxOutputTokens").asInt(Integer.MAX_VALUE));
    }

    /** Those of functions; a tool of Google's own has an empty one. */
    private static List<String> toolNames(JsonNode body) {
        List<String> names = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            JsonNode functions = tool.path("functionDeclarations");
            functions.forEach(function -> names.add(function.path("name").asText()));
            if (functions.isEmpty()) {
                names.add("");
            }
        }
        return names;
    }

    private static void checkNames(JsonNode object, Set<String> known, String where) {
        object.fieldNames()
                .forEachRemaining(name -> {
                    if (!known.contains(name)) {
                        throw new IllegalArgumentException(
                                "Invalid JSON payload received. Unknown name \"%s\"%s: Cannot find field."
                                        .formatted(name, where));
                    }
                });
    }

    private static void check(JsonNode content, String model) {
        String role = content.path("role").asText();
        if (!role.equals("user") && !role.equals("model")) {
            throw new IllegalArgumentException("Please use a valid role: user, model.");
        }
        if (content.path("parts").isEmpty()) {
            throw new IllegalArgumentException(
                    "* GenerateContentRequest.contents.parts: contents.parts must not be empty.");
        }
        boolean signed = false;
        for (JsonNode part : content.path("parts")) {
            signed |= part.hasNonNull("thoughtSignature");
            if (part.has("functionCall") && !signed && model.startsWith("gemini-3")) {
                throw new IllegalArgumentException(
                        "Function call is missing a thought_signature in functionCall parts.");
            }
        }
    }

    private static String text(JsonNode content) {
        StringJoiner text = new StringJoiner("\n");
        for (JsonNode part : content.path("parts")) {
            if (part.path("text").isTextual()) {
                text.add(part.path("text").asText());
            }
        }
        return text.toString();
    }
}
