package io.signalbox.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.job.Citation;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.chat.Annotation.UrlCitation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AnnotationTest {

    private static final List<JsonNode> SOURCES =
            List.of(
                    new Citation(1, "One", "https://one.example/").json(),
                    new Citation(2, "Two", "https://two.example/").json());

    private static JobResult result(String output, List<JsonNode> citations) {
        return new JobResult(
                new JobId("01JD7Z7Q8M0000000000000000"),
                JobStatus.SUCCEEDED,
                "stop",
                output,
                List.of(),
                null,
                List.of(),
                null,
                null,
                citations,
                Candidate.api("p", "m"),
                null,
                Usage.NONE,
                null,
                1L,
                1L,
                List.of(),
                null,
                Map.of());
    }

    private static List<UrlCitation> annotated(String output) {
        return Objects.requireNonNull(Annotation.of(result(output, SOURCES))).stream()
                .map(Annotation::urlCitation)
                .toList();
    }

    private static UrlCitation one(int start, int end) {
        return new UrlCitation(start, end, "https://one.example/", "One");
    }

    private static UrlCitation two(int start, int end) {
        return new UrlCitation(start, end, "https://two.example/", "Two");
    }

    @Test
    void marksAreFoundWhereTheyStand() {
        assertThat(annotated("a [2] b[1][2].")).containsExactly(two(2, 5), one(7, 10), two(10, 13));
    }

    @Test
    void oneMarkMayNameSeveral() {
        assertThat(annotated("x [1, 2]")).containsExactly(one(2, 8), two(2, 8));
    }

    @Test
    void charactersAreCountedNotHalves() {
        assertThat(annotated("🦆🦆[1]")).containsExactly(one(2, 5), two(5, 5));
    }

    @Test
    void whatIsNotCitedStandsAtTheEnd() {
        assertThat(annotated("no mark")).containsExactly(one(7, 7), two(7, 7));
    }

    @Test
    void otherNumbersAreNoMarks() {
        assertThat(annotated("[3] [0] [x] [123] (1)")).containsExactly(one(21, 21), two(21, 21));
    }

    @Test
    void marksWithoutEndAreBounded() {
        assertThat(annotated("[1]".repeat(10_000))).hasSize(Annotation.MAX_MARKS + 1);
    }

    @Test
    void withoutASearchThereAreNone() {
        assertThat(Annotation.of(result("see [1]", List.of()))).isNull();
        assertThat(Json.text(Completion.plain(result("see [1]", List.of()), 0)))
                .doesNotContain("annotations");
    }

    @Test
    void theFormIsOpenAis() {
        JsonNode body = Json.mapper().valueToTree(Completion.plain(result("see [1]", SOURCES), 0));

        assertThat(body.at("/choices/0/message/annotations/0").toString())
                .isEqualTo(
                        "{\"type\":\"url_citation\",\"url_citation\":{\"start_index\":4,\"end_index\":7,"
                                + "\"url\":\"https://one.example/\",\"title\":\"One\"}}");
    }

    @Test
    void aCitationOfAnotherFormIsPassedOver() {
        assertThat(Annotation.of(result("[1]", List.of(JsonNodeFactory.instance.textNode("x")))))
                .isNull();
    }
}
