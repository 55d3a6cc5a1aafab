package io.signalbox.apiworker.call.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.attempt.ErrorClass;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of facts/providers.md D.3, as far as OpenAI-like servers go. */
class ErrorClassifierTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    401 | PROVIDER_AUTHENTICATION | {"error":{"message":"Incorrect API key provided","type":"invalid_request_error","code":"invalid_api_key"}}
                    403 | PROVIDER_AUTHENTICATION | {"error":{"message":"You have no access to this project"}}
                    400 | PROVIDER_AUTHENTICATION | [{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]
                    403 | CONTENT_FILTERED | {"error":{"code":403,"message":"Your input was refused","metadata":{"reasons":["violence"]}}}
                    403 | CONTENT_FILTERED | {"error":{"message":"Input was flagged by moderation"}}
                    400 | CONTENT_FILTERED | {"error":{"code":"content_policy_violation","message":"no"}}
                    403 | MODEL_NOT_FOUND | {"error":{"code":"model_not_found","message":"Project has no access to it"}}
                    429 | RATE_LIMITED | {"error":{"message":"Rate limit reached for requests","type":"requests","code":"rate_limit_exceeded"}}
                    429 | RATE_LIMITED | {"error_type":"dynamic_request_limited","message":"slow"}
                    429 | QUOTA_EXHAUSTED | {"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}
                    429 | QUOTA_EXHAUSTED | {"error":{"message":"Rate limit reached on tokens per day (TPD): Limit 100000","code":"rate_limit_exceeded"}}
                    429 | QUOTA_EXHAUSTED | {"error":"You are out of credits"}
                    402 | QUOTA_EXHAUSTED | {"error":{"message":"Insufficient Balance","type":"unknown_error"}}
                    402 | QUOTA_EXHAUSTED | {"error":{"code":402,"message":"This request requires more credits, or fewer max_tokens"}}
                    402 | QUOTA_EXHAUSTED | {"error":{"message":"no","code":"rate_limit_exceeded"}}
                    402 | QUOTA_EXHAUSTED | <html>pay</html>
                    429 | RATE_LIMITED | [{"error":{"code":429,"message":"You exceeded your current quota, check your plan","status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"GenerateRequestsPerMinutePerProjectPerModel-FreeTier","quotaValue":"10"}]},{"retryDelay":"22s"}]}}]
                    429 | QUOTA_EXHAUSTED | [{"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier","quotaValue":"250"}]}]}}]
                    429 | QUOTA_EXHAUSTED | [{"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"GenerateRequestsPerMinutePerProjectPerModel-FreeTier","quotaValue":"0"}]}]}}]
                    429 | QUOTA_EXHAUSTED | {"error":{"code":429,"message":"Quota exceeded for metric: x, limit: 0, model: m\\nPlease retry in 11.6s.","details":[{"violations":[{"quotaId":"GenerateContentInputTokensPerModelPerMinute-FreeTier"}]}]}}
                    429 | QUOTA_EXHAUSTED | {"error":{"code":429,"message":"Rate limit exceeded: free-models-per-day. Add 10 credits"}}
                    400 | PROVIDER_AUTHENTICATION | {"error":{"code":400,"message":"API key expired. Please renew the API key.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID","domain":"googleapis.com"}]}}
                    400 | PROVIDER_AUTHENTICATION | {"error":{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}}
                    400 | PROVIDER_AUTHENTICATION | {"error":{"code":400,"message":"Gemini API free tier is not available in your country. Please enable billing on your project.","status":"FAILED_PRECONDITION"}}
                    400 | INVALID_REQUEST | {"error":{"code":400,"message":"The File 4d21d8wxg1pe is not in an ACTIVE state and usage is not allowed.","status":"FAILED_PRECONDITION"}}
                    403 | INVALID_REQUEST | {"error":{"code":403,"message":"You do not have permission to access the File 4d21d8wxg1pe or it may not exist.","status":"PERMISSION_DENIED"}}
                    403 | INVALID_REQUEST | {"error":{"code":403,"message":"CachedContent not found (or permission denied)","status":"PERMISSION_DENIED"}}
                    403 | PROVIDER_AUTHENTICATION | {"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED"}}
                    429 | RATE_LIMITED | {"error":{"type":"rate_limit_error","message":"slow down"}}
                    429 | RATE_LIMITED | <html>Too Many Requests</html>
                    400 | QUOTA_EXHAUSTED | {"error":{"message":"Your credit balance is too low"}}
                    400 | CONTEXT_TOO_LONG | {"error":{"code":"context_length_exceeded","message":"x"}}
                    400 | CONTEXT_TOO_LONG | {"object":"error","message":"This model's maximum context length is 4096 tokens","type":"BadRequestError","code":400}
                    400 | CONTEXT_TOO_LONG | {"error":"The number of tokens to keep is greater than the context length. The model is loaded with context length of only 4096 tokens"}
                    400 | CONTEXT_TOO_LONG | {"error":{"type":"exceed_context_size_error","message":"the request exceeds the available context size"}}
                    413 | CONTEXT_TOO_LONG | {"error":{"message":"Request too large for model"}}
                    413 | CONTEXT_TOO_LONG | {"error":{"type":"request_too_large","message":"x"}}
                    429 | CONTEXT_TOO_LONG | {"error":{"message":"Request too large for model on tokens per minute (TPM)","code":"rate_limit_exceeded"}}
                    400 | MODEL_NOT_FOUND | {"error":{"message":"The model `x` does not exist"}}
                    400 | MODEL_NOT_FOUND | {"message":"Invalid model: x","code":"1500"}
                    404 | MODEL_NOT_FOUND | <html>nginx</html>
                    400 | INVALID_REQUEST | {"error":{"code":"unsupported_value","message":"'temperature' does not support 0.2 with this model."}}
                    422 | INVALID_REQUEST | {"detail":[{"type":"extra_forbidden","msg":"Extra inputs are not permitted"}]}
                    498 | OVERLOADED | {"error":{"message":"flex tier capacity exceeded","code":"capacity_exceeded"}}
                    503 | OVERLOADED | upstream connect error
                    529 | OVERLOADED | {"error":{"message":"x"}}
                    520 | UNAVAILABLE | <html>Web server is returning an unknown error</html>
                    408 | TIMEOUT | {"error":{"message":"x"}}
                    500 | OVERLOADED | {"error":{"type":"overloaded_error","message":"x"}}
                    500 | UNAVAILABLE | {"error":{"type":"server_error","message":"x"}}
                    410 | UNAVAILABLE | {"error":{"message":"retired"}}
                    524 | TIMEOUT | <html>A timeout occurred</html>
                    """)
    void answersAreClassified(int status, ErrorClass expected, String body) {
        assertThat(ErrorClassifier.ofAnswer(status, ErrorBody.of(body), null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    OVERLOADED | {"error":{"code":503,"message":"busy"}}
                    CONTEXT_TOO_LONG | {"error":{"message":"The input exceeds the context window"}}
                    INVALID_REQUEST | {"error":{"type":"invalid_request_error","message":"odd"}}
                    UNAVAILABLE | {"error":{"message":"odd"}}
                    """)
    void errorsInAStreamAreClassifiedWithoutAStatus(ErrorClass expected, String body) {
        assertThat(ErrorClassifier.ofAnswer(null, ErrorBody.of(body), null)).isEqualTo(expected);
    }

    @Test
    void aLongRateLimitIsAQuota() {
        ErrorBody body = ErrorBody.of("{}");

        assertThat(ErrorClassifier.ofAnswer(429, body, Duration.ofMinutes(10)))
                .isEqualTo(ErrorClass.RATE_LIMITED);
        assertThat(ErrorClassifier.ofAnswer(429, body, Duration.ofMinutes(11)))
                .isEqualTo(ErrorClass.QUOTA_EXHAUSTED);
    }

    @Test
    void exceptionsAreClassified() {
        assertThat(ErrorClassifier.ofException(new HttpConnectTimeoutException("x")))
                .isEqualTo(ErrorClass.TIMEOUT);
        assertThat(ErrorClassifier.ofException(new RuntimeException(new ConnectException())))
                .isEqualTo(ErrorClass.UNAVAILABLE);
        assertThat(ErrorClassifier.ofException(new SSLHandshakeException("x")))
                .isEqualTo(ErrorClass.UNAVAILABLE);
        assertThat(ErrorClassifier.ofException(new IOException("reset")))
                .isEqualTo(ErrorClass.UNAVAILABLE);
        assertThat(ErrorClassifier.ofException(new IllegalStateException("x")))
                .isEqualTo(ErrorClass.INTERNAL);
    }

    @Test
    void whatWasNeverReachedIsToldFromWhatBrokeOff() {
        assertThat(ErrorClassifier.isUnreachable(new RuntimeException(new ConnectException())))
                .isTrue();
        assertThat(ErrorClassifier.isUnreachable(new HttpConnectTimeoutException("x"))).isTrue();
        assertThat(ErrorClassifier.isUnreachable(new UnresolvedAddressException())).isTrue();
        assertThat(ErrorClassifier.isUnreachable(new IOException(new SSLHandshakeException("x"))))
                .isTrue();
        assertThat(ErrorClassifier.isUnreachable(new IOException("reset"))).isFalse();
        assertThat(ErrorClassifier.isUnreachable(new HttpTimeoutException("x"))).isFalse();
    }

    @Test
    void aProvidersWrapperShowsWhatItWraps() {
        ErrorBody body =
                ErrorBody.of(
                        """
                        {"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"prompt is too long"}}}\
                        """);

        assertThat(body.message()).isEqualTo("prompt is too long");
        assertThat(ErrorClassifier.ofAnswer(400, body, null))
                .isEqualTo(ErrorClass.CONTEXT_TOO_LONG);
    }
}
