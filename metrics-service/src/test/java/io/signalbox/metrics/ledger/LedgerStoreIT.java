package io.signalbox.metrics.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.JobStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerStoreIT {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private static LedgerFixture ledger;

    @BeforeAll
    static void start(@TempDir Path directory) {
        ledger = LedgerFixture.start(directory);
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    @BeforeEach
    void empty() {
        ledger.empty();
    }

    /** A fallback, a repeated run, an unpriced call, two ends of one job, one that still runs. */
    private static List<LedgerEntry> eventfulDay() {
        List<LedgerEntry> told = new ArrayList<>();
        for (int number = 1; number <= 8; number++) {
            Told job = Told.job(number, "acme", "code_review", NOON.plusSeconds(number));
            told.addAll(
                    List.of(
                            job.admitted(),
                            job.routed(1, Told.GROQ),
                            job.started(1, Told.GROQ, "run-1"),
                            job.failed(1, Told.GROQ, "run-1", ErrorClass.RATE_LIMITED, 20),
                            job.routed(2, Told.OPENAI),
                            job.started(2, Told.OPENAI, "run-2"),
                            job.started(2, Told.OPENAI, "run-3"),
                            job.succeeded(2, Told.OPENAI, "run-3", "0.000012", 300),
                            job.ended(JobStatus.SUCCEEDED, Told.OPENAI, 40),
                            job.ended(JobStatus.EXPIRED, null, 41)));
        }
        Told twice = Told.job(9, "acme", null, NOON);
        told.add(twice.succeeded(1, Told.GROQ, "run-5", null, 80));
        told.add(twice.succeeded(1, Told.GROQ, "run-4", "0.5", 90));
        told.add(Told.job(10, "beta", "chat", NOON).started(1, Told.GROQ, "run-1"));
        return told;
    }

    private static List<String> everything() {
        return Stream.concat(
                        ledger.rows("jobs", "job_id").stream(),
                        ledger.rows("attempts", "attempt_id").stream())
                .toList();
    }

    @Test
    void aBatchWrittenTwiceLeavesTheSameRows() {
        // Given
        ledger.write(eventfulDay());
        List<String> once = everything();

        // When
        ledger.write(eventfulDay());

        // Then
        assertThat(everything()).isEqualTo(once).hasSize(8 + 8 * 2 + 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void anyOrderInAnyBatchesLeavesTheSameRows(long seed) {
        // Given
        ledger.write(eventfulDay());
        List<String> inOrder = everything();
        ledger.empty();
        Random random = new Random(seed);
        List<LedgerEntry> shuffled = new ArrayList<>(eventfulDay());
        shuffled.addAll(eventfulDay().subList(10, 40));
        Collections.shuffle(shuffled, random);

        // When
        for (int start = 0; start < shuffled.size(); ) {
            int end = Math.min(shuffled.size(), start + 1 + random.nextInt(12));
            ledger.write(shuffled.subList(start, end));
            start = end;
        }

        // Then
        assertThat(everything()).isEqualTo(inOrder);
    }

    @Test
    void theFirstEndByOffsetStands() {
        // Given
        Told job = Told.job(1, "acme", "chat", NOON);

        // When
        ledger.write(List.of(job.admitted(), job.ended(JobStatus.SUCCEEDED, Told.GROQ, 5)));
        ledger.write(List.of(job.ended(JobStatus.EXPIRED, null, 6)));

        // Then
        assertThat(
                        ledger.texts(
                                "select concat_ws(' ', status, provider, error_class, extract(epoch from finished_at - at)::int) from metrics.jobs"))
                .containsExactly("succeeded groq 5");
    }

    @Test
    void aRunAfterACrashIsCounted() {
        // Given
        Told job = Told.job(1, "acme", "chat", NOON);

        // When
        ledger.write(List.of(job.started(1, Told.GROQ, "run-1")));
        ledger.write(List.of(job.started(1, Told.GROQ, "run-1")));
        ledger.write(
                List.of(
                        job.started(1, Told.GROQ, "run-2"),
                        job.succeeded(1, Told.GROQ, "run-2", "0.01", 100)));

        // Then
        assertThat(
                        ledger.texts(
                                "select concat_ws(' ', runs, run, outcome, cost_usd) from metrics.attempts"))
                .containsExactly("2 run-2 succeeded 0.010000000000");
    }

    @Test
    void everyFinishedRunIsPaidForOnce() {
        // Given
        Told job = Told.job(1, "acme", "chat", NOON);
        LedgerEntry first = job.succeeded(1, Told.GROQ, "run-1", "0.01", 100);
        LedgerEntry second = job.succeeded(1, Told.GROQ, "run-2", "0.02", 100);

        // When
        ledger.write(List.of(first, second, first));
        ledger.write(List.of(second));

        // Then
        assertThat(
                        ledger.texts(
                                "select concat_ws(' ', runs, run, cost_usd, input_tokens) from metrics.attempts"))
                .containsExactly("2 run-1 0.030000000000 200");
    }

    @Test
    void valuesThatPostgresRefusesAreLeftOutAlone() {
        // Given
        Told good = Told.job(1, "acme", "chat", NOON);
        Told late = Told.job(2, "acme", "chat", NOON.plus(Duration.ofDays(200_000_000)));

        // When
        int leftOut =
                ledger.write(
                        List.of(
                                good.admitted(),
                                late.succeeded(1, Told.GROQ, "run-1", "0.01", 1),
                                good.succeeded(1, Told.GROQ, "run-1", "0.01", 1)));

        // Then
        assertThat(leftOut).isEqualTo(1);
        assertThat(ledger.texts("select job_id from metrics.attempts"))
                .containsExactly("00000000-0000-4000-8000-000000000001");
        assertThat(ledger.rows("jobs", "job_id")).hasSize(1);
    }

    @Test
    void textThatPostgresCannotHoldIsMadeFit() {
        // Given
        Told job = Told.job(1, "ac\0me", "x".repeat(1000), NOON);

        // When
        ledger.write(List.of(job.admitted()));

        // Then
        assertThat(ledger.texts("select tenant || length(task_type) from metrics.jobs"))
                .containsExactly("acme256");
    }

    @Test
    void neitherPromptNorAnswerIsKept() {
        // When
        ledger.write(eventfulDay());

        // Then
        assertThat(everything()).noneMatch(row -> row.contains("secret"));
    }

    @Test
    void migratingAgainChangesNothing() {
        // Given
        ledger.write(eventfulDay());
        List<String> before = everything();

        // When
        ledger.schema().migrate();

        // Then
        assertThat(everything()).isEqualTo(before);
    }
}
