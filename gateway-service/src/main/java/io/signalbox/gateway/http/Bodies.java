package io.signalbox.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads request bodies so that every mistake is named with its place. */
public final class Bodies {

    /** Deeper than any sensible job; records wrap a job in a few levels more. */
    private static final int MAX_NESTING = 200;

    private static final JsonFactory PARSERS =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
                    .build();

    private Bodies() {}

    /**
     * @throws ApiException 413 past {@code maxBytes}, 400 where it is not JSON of that shape
     */
    public static <T> T read(byte[] body, Class<T> type, int maxBytes) {
        if (body.length > maxBytes) {
            throw ApiException.bodyTooLarge(
                    "the body has %d bytes, at most %d are taken".formatted(body.length, maxBytes));
        }
        if (body.length == 0) {
            throw ApiException.invalid(null, "the body is empty; send a JSON object");
        }
        try (JsonParser parser = PARSERS.createParser(body)) {
            T value = Json.mapper().readValue(parser, type);
            if (value == null) {
                throw ApiException.invalid(null, "the body is null; send a JSON object");
            }
            if (parser.nextToken() != null) {
                throw goesOn(parser.currentTokenLocation());
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw tooDeep(e);
        } catch (JsonParseException e) {
            throw ApiException.invalid(
                    null,
                    "the body is not JSON: %s (line %d, column %d)"
                            .formatted(
                                    e.getOriginalMessage(),
                                    e.getLocation().getLineNr(),
                                    e.getLocation().getColumnNr()));
        } catch (JsonProcessingException e) {
            throw e.getCause() instanceof StreamConstraintsException
                    ? tooDeep(e)
                    : mistake(e, null);
        } catch (IOException e) {
            throw ApiException.invalid(null, "the body cannot be read: " + e.getMessage());
        }
    }

    /** What would be dropped in silence: a second job, say. */
    private static ApiException goesOn(JsonLocation place) {
        return ApiException.invalid(
                null,
                "the body goes on after its first JSON value (line %d, column %d); it is one value"
                        .formatted(place.getLineNr(), place.getColumnNr()));
    }

    private static ApiException tooDeep(JsonProcessingException e) {
        boolean nested = e.getOriginalMessage().contains("nesting depth");
        return ApiException.invalid(
                null,
                nested
                        ? "the body is nested deeper than %d levels".formatted(MAX_NESTING)
                        : "the body has a name or value that is too long");
    }

    /**
     * A 400 that names the place of a mistake.
     *
     * @param at what the JSON was part of; null for the whole body
     */
    public static ApiException mistake(JsonProcessingException e, @Nullable String at) {
        if (e instanceof JsonMappingException mapping) {
            String inside = path(mapping);
            String path = at == null ? inside : inside.isEmpty() ? at : at + "." + inside;
            String named = path.isEmpty() ? "the body" : path;
            String message =
                    inside.isEmpty() && e instanceof MismatchedInputException
                            ? named + " is not a JSON object"
                            : named + ": " + reason(mapping);
            return ApiException.invalid(path.isEmpty() ? null : path, message);
        }
        return ApiException.invalid(at, firstLine(e.getOriginalMessage()));
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step ->
                        step.getFieldName() == null
                                ? "[" + step.getIndex() + "]"
                                : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    private static String reason(JsonMappingException e) {
        return e.getCause() instanceof IllegalArgumentException cause
                ? String.valueOf(cause.getMessage())
                : firstLine(e.getOriginalMessage());
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end);
        return line.replaceAll(" \\(token .*?\\)", "")
                .replaceAll("`?(?:java|io\\.signalbox|com\\.fasterxml)[\\w.$]*\\.(\\w+)`?", "$1");
    }
}
