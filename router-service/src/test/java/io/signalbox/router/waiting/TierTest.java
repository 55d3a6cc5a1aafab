package io.signalbox.router.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.testsupport.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TierTest {

    private static final Instant NOW = Events.NOON;

    @ParameterizedTest
    @CsvSource({
        "PT5S, FIVE_SECONDS",
        "PT59.999S, FIVE_SECONDS",
        "PT1M, MINUTE",
        "PT9M59S, MINUTE",
        "PT10M, TEN_MINUTES",
        "PT1H, HOUR",
        "PT20H, HOUR"
    })
    void aWaitGoesToTheLongestTierThatItFills(Duration wait, Tier tier) {
        assertThat(Tier.fitting(wait)).contains(tier);
    }

    @ParameterizedTest
    @CsvSource({"PT4.999S", "PT0S", "PT-1S"})
    void aShorterWaitFillsNone(Duration wait) {
        assertThat(Tier.fitting(wait)).isEmpty();
    }

    @Test
    void aRecordLeavesAfterItsStayOrWhenItIsDue() {
        assertThat(Tier.MINUTE.leavesAt(postponed(Duration.ofMinutes(5))))
                .isEqualTo(NOW.plusSeconds(60));
        assertThat(Tier.MINUTE.leavesAt(postponed(Duration.ofSeconds(20))))
                .isEqualTo(NOW.plusSeconds(20));
    }

    @ParameterizedTest
    @CsvSource({"70, WAITING_1M", "10, WAITING_5S", "4, REROUTES", "-1, REROUTES"})
    void aRecordMovesToTheTierThatItStillFillsElseBackToTheRouter(long seconds, Topic topic) {
        assertThat(WaitingQueues.destination(postponed(Duration.ofSeconds(seconds)), NOW))
                .isEqualTo(topic);
    }

    @Test
    void noRecordGoesToATierThatOutlastsItsDeadline() {
        JobPostponed pastTheDeadline = postponed(Duration.ofHours(3));

        assertThat(WaitingQueues.destination(pastTheDeadline, NOW)).isEqualTo(Topic.WAITING_1M);
    }

    private static JobPostponed postponed(Duration wait) {
        return new JobPostponed(
                Events.admitted("hello"),
                List.of(),
                List.of(),
                List.of(),
                NOW.plus(wait),
                NOW,
                "a test");
    }
}
