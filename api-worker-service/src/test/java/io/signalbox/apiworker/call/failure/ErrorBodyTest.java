package io.signalbox.apiworker.call.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that validate by pydantic send back what they were sent: none of it may be told. */
class ErrorBodyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"detail":[{"type":"missing","loc":["body","model"],"msg":"Field required","input":{"messages":[{"content":"my prompt"}]}}]} | body.model: Field required
                    {"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","seed"],"msg":"Extra inputs are not permitted","input":"my prompt"}]}} | body.seed: Extra inputs are not permitted
                    {"message":"1 validation error: {'type': 'missing', 'msg': 'Field required', 'input': {'messages': 'my prompt'}}"} | 1 validation error: {'type': 'missing', 'msg': 'Field required'
                    {"error":"bad request {\\"messages\\": [\\"my prompt\\"]}"} | bad request
                    {"error":{"message":{"unexpected":"my prompt"}}} | ``
                    {"error":{"message":"the input: too long"}} | the input: too long
                    """)
    void whatWasSentIsNotInTheMessage(String body, String message) {
        ErrorBody read = ErrorBody.of(body);

        assertThat(read.message()).isEqualTo(message);
        assertThat(read.searchable()).doesNotContain("my prompt");
    }
}
