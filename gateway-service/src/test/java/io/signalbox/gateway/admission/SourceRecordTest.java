package io.signalbox.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.job.JobId;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SourceRecordTest {

    private static final Instant AT = Instant.parse("2026-11-20T12:00:00.123Z");

    @Test
    void theSameRecordIsTheSameJobAndEveryOtherIsAnother() {
        JobId id = new SourceRecord("signalbox.jobs", 3, 41, AT).jobId();

        assertThat(new SourceRecord("signalbox.jobs", 3, 41, AT).jobId()).isEqualTo(id);
        assertThat(new SourceRecord("signalbox.jobs", 3, 42, AT).jobId()).isNotEqualTo(id);
        assertThat(new SourceRecord("signalbox.jobs", 4, 41, AT).jobId()).isNotEqualTo(id);
        assertThat(new SourceRecord("team-a.jobs", 3, 41, AT).jobId()).isNotEqualTo(id);
        assertThat(new SourceRecord("signalbox.jobs", 3, 41, AT.plusMillis(1)).jobId())
                .isNotEqualTo(id);
    }

    @Test
    void idsSortByTheTimeOfTheirRecords() {
        JobId earlier = new SourceRecord("signalbox.jobs", 9, 100, AT).jobId();
        JobId later = new SourceRecord("signalbox.jobs", 0, 1, AT.plusMillis(1)).jobId();

        assertThat(earlier).isLessThan(later);
        assertThat(earlier.createdAt()).contains(AT);
    }

    @Test
    void aRecordWithoutATimeHasAnIdToo() {
        JobId id = new SourceRecord("signalbox.jobs", 0, 0, Instant.ofEpochMilli(-1)).jobId();

        assertThat(id.createdAt()).contains(Instant.EPOCH);
    }

    @Test
    void repliesAreSpreadOverAllPartitions() {
        assertThat(
                        IntStream.range(0, 1_000)
                                .mapToObj(i -> new SourceRecord("signalbox.jobs", 0, i, AT).jobId())
                                .map(SourceRecord::replyPartition))
                .containsOnly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
                .contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }
}
