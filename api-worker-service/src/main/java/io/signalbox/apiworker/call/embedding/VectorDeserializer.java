package io.signalbox.apiworker.call.embedding;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import io.signalbox.contracts.job.VectorText;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads a vector, be it numbers or base64, without a tree in between: a large answer has a million
 * numbers.
 */
final class VectorDeserializer extends JsonDeserializer<String> {

    private static final int USUAL_LENGTH = 1_536;

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
            throws IOException {
        if (parser.hasToken(JsonToken.VALUE_STRING)) {
            return base64(parser.getText(), context);
        }
        if (!parser.isExpectedStartArrayToken()) {
            return (String) context.handleUnexpectedToken(String.class, parser);
        }
        float[] numbers = new float[USUAL_LENGTH];
        int length = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!parser.currentToken().isNumeric()) {
                return (String) context.handleUnexpectedToken(float.class, parser);
            }
            if (length == numbers.length) {
                numbers = Arrays.copyOf(numbers, length * 2);
            }
            numbers[length++] = parser.getFloatValue();
        }
        return VectorText.of(Arrays.copyOf(numbers, length));
    }

    private static String base64(String text, DeserializationContext context) throws IOException {
        try {
            return VectorText.of(VectorText.floats(text));
        } catch (IllegalArgumentException e) {
            return context.reportInputMismatch(String.class, "no base64 of 32-bit floats");
        }
    }
}
