package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.standalone.harness.HttpCaller;
import io.signalbox.standalone.harness.HttpCaller.Answer;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is refused at the door, with its place and what would be right. */
@ExtendWith(SharedSignalbox.class)
class RefusalsIT {

    private static final int TOO_LARGE = 5 * 1024 * 1024;

    private final HttpCaller http;
    private final URI api;

    RefusalsIT(RunningSignalbox signalbox) {
        this.http = signalbox.http();
        this.api = URI.create(signalbox.process().apiUrl());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"input\":                                        | the body is not JSON",
                "[1, 2]                                             | Array",
                "{}                                                 | input.messages",
                "{\"input\": {\"messages\": []}}                    | input.messages",
                "{\"instruction\": \" \"}                           | input.messages",
                "{\"input\": {\"messages\": [{\"role\": \"king\", \"content\": \"x\"}]}} | 'king'; it is one of system, developer, user, assistant, tool",
                "{\"input\": {\"messages\": [{\"role\": \"user\"}]}} | neither content nor tool_calls",
                "{\"instruction\": \"x\", \"limits\": {\"timeout\": \"soon\"}} | limits.timeout",
                "{\"instruction\": \"x\", \"limits\": {\"timeout\": \"0s\"}} | more than 0",
                "{\"instruction\": \"x\", \"limits\": {\"timeout\": \"9000h\"}} | at most",
                "{\"instruction\": \"x\", \"limits\": {\"max_attempts\": 0}} | limits.max_attempts is 0",
                "{\"instruction\": \"x\", \"id\": \"banana\"}       | 'banana'",
                "{\"instruction\": \"x\", \"id\": \"probe-01M7XR7T1ECW0DAKH6SKM98CDF\"} | warm-up",
                "{\"instruction\": \"x\", \"reply_topic\": \"t\"}   | reply_topic",
            })
    void aBadJobIs400WithItsMistake(String body, String told) {
        // When
        Answer answer = http.post("/jobs", body);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.error().path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(answer.error().path("message").asText()).contains(told);
        assertThat(answer.error().path("trace_id").asText()).isNotEmpty();
        assertThat(answer.body()).doesNotContain("io.signalbox", "java.", "Exception");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=banana    | banana",
                "limit=0          | limit is 0",
                "limit=many       | many",
                "from=yesterday   | yesterday",
                "cursor=banana    | banana",
            })
    void aBadFilterIs400WithItsMistake(String query, String told) {
        // When
        Answer answer = http.get("/jobs?" + query);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.error().path("param").asText())
                .isEqualTo(query.substring(0, query.indexOf('=')));
        assertThat(answer.error().path("message").asText()).contains(told);
        assertThat(answer.body()).doesNotContain("io.signalbox", "java.", "Exception");
    }

    @Test
    void aWaitThatIsNoDurationIs400() {
        Answer answer = http.post("/jobs?wait=soon", Requests.job("auto", "x").toString());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("param").asText()).isEqualTo("wait");
    }

    @Test
    void aBodyThatIsTooLargeIs413() {
        // When
        Answer answer =
                http.post("/jobs", Requests.job("first/small", "x".repeat(TOO_LARGE)).toString());

        // Then
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.error().path("message").asText()).contains("at most");
    }

    @Test
    void aPageOfAnotherSiteIsRefused() {
        // When
        Answer answer =
                http.post(
                        "/jobs",
                        Requests.job("first/small", "x").toString(),
                        "Origin",
                        "https://evil.example");

        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.error().path("message").asText()).contains("https://evil.example");
    }

    @Test
    void aPageOfThisMachineIsServed() {
        assertThat(http.get("/models", "Origin", "http://localhost:5173").status()).isEqualTo(200);
    }

    @Test
    void aForeignNameForThisMachineIsRefused() throws IOException {
        // When a name was pointed at loopback (DNS rebinding)
        String answer = raw("GET /v1/jobs HTTP/1.1\r\nHost: evil.example\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 403").contains("Host 'evil.example'");
    }

    private String raw(String head) throws IOException {
        try (Socket socket = new Socket(api.getHost(), api.getPort())) {
            socket.getOutputStream()
                    .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void anUnknownPathIs404InTheSameForm() {
        Answer answer = http.get("/nonsense");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error().path("type").asText()).isEqualTo("invalid_request_error");
    }
}
