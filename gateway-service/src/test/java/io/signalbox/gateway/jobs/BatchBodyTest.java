package io.signalbox.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.contracts.job.Job;
import io.signalbox.gateway.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchBodyTest {

    private static final String ONE = "{\"instruction\": \"one\"}";
    private static final String TWO = "{\"instruction\": \"two\"}";

    private final BatchBody body = new BatchBody(1_000, 3);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[" + ONE + "," + TWO + "]",
                "\n [" + ONE + ",\n" + TWO + "]\n",
                ONE + "\n" + TWO,
                ONE + "\r\n\r\n" + TWO + "\r\n"
            })
    void anArrayAndLinesAreTheSame(String text) {
        assertThat(read(text)).extracting(Job::instruction).containsExactly("one", "two");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]| the batch has no jobs; send a JSON array of jobs, or one job in each line",
                "`\n`| the batch has no jobs; send a JSON array of jobs, or one job in each line",
                "[1, {}, {\"limits\": {\"retries\": \"x\"}}]| [0]: it is not a JSON object; [2]: limits.retries",
                "[{}, {}, {}, {}]| the batch has more than 3 jobs",
                "`{}\n{}\n{}\n{}\n{}`| the batch has more than 3 jobs",
                "{\"instruction\":| line 1: the body is not JSON",
                "`{}\n{\"a\"`| line 2: the body is not JSON",
                "[{}| Unexpected end-of-input"
            })
    void whatIsWrongIsToldWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(message);
    }

    @Test
    void moreBytesThanAreTakenAreRefused() {
        assertThatThrownBy(() -> read("[" + ONE + " ".repeat(1_000) + "]"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(413));
    }

    private List<Job> read(String text) {
        return body.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
