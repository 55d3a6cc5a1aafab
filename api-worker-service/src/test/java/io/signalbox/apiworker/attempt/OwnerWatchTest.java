package io.signalbox.apiworker.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.apiworker.attempt.OwnerWatch.Verdict;
import io.signalbox.apiworker.attempt.OwnerWatch.Wait;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.job.JobId;
import io.signalbox.messaging.KafkaAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class OwnerWatchTest {

    private static final String GROUP = "signalbox.api-worker.attempts";
    private static final String OTHER = "api-other";

    private final Attempts attempts =
            new Attempts(new KafkaAddress("localhost:1", "t"), 100, "api-me");
    private final OwnerWatch watch = new OwnerWatch(attempts);
    private final Set<String> members = new HashSet<>();
    private final List<SignalboxRecord> unread = new ArrayList<>();
    private final AttemptId id = new AttemptId(JobId.create(), 1);
    private final Wait wait = new Wait(id, new OpenStart(OTHER, 3, 70), GROUP);

    OwnerWatchTest() {
        members.add("api-worker-attempts-api-me");
        members.add("api-worker-attempts-" + OTHER);
        watch.add(wait);
    }

    @Test
    void whileItsOwnerLivesAndHasNotFinishedItWaits() {
        look();
        look();

        assertThat(wait.verdict()).isNotDone();
    }

    @Test
    void theOwnersEndIsSeenInTheEvents() {
        look();
        unread.add(Events.finished(id, OTHER));

        look();

        assertThat(wait.verdict()).isCompletedWithValue(Verdict.FINISHED);
    }

    @Test
    void anOwnerThatIsNoMemberIsGone() {
        members.remove("api-worker-attempts-" + OTHER);

        look();

        assertThat(wait.verdict()).isCompletedWithValue(Verdict.OWNER_GONE);
    }

    @Test
    void anOwnerThatFinishedAndLeftHasFinished() {
        members.remove("api-worker-attempts-" + OTHER);
        unread.add(Events.finished(id, OTHER));

        look();

        assertThat(wait.verdict()).isCompletedWithValue(Verdict.FINISHED);
    }

    @Test
    void theEventsAreReadAfterTheMembersWereAsked() {
        // Given an owner that writes its end and leaves just after its membership was looked at
        watch.look(
                groups -> {
                    unread.add(Events.finished(id, OTHER));
                    return Map.of(GROUP, Set.of());
                },
                waits -> readOn());

        // Then the end is seen
        assertThat(wait.verdict()).isCompletedWithValue(Verdict.FINISHED);
    }

    @Test
    void whereNothingCanBeLookedAtAnOwnerCountsAsLiving() {
        assertThatThrownBy(() ->
                        watch.look(
                                groups -> {
                                    throw new KafkaException("no broker");
                                },
                                waits -> readOn()))
                .isInstanceOf(KafkaException.class);

        assertThat(wait.verdict()).isNotDone();
    }

    @Test
    void membershipOfAnotherGroupDoesNotCount() {
        watch.look(
                groups -> {
                    assertThat(groups).containsExactly(GROUP);
                    return Map.of("another", members);
                },
                waits -> readOn());

        assertThat(wait.verdict()).isCompletedWithValue(Verdict.OWNER_GONE);
    }

    @Test
    void whoNoLongerWaitsIsNotLookedAt() {
        watch.remove(wait);

        watch.look(
                groups -> {
                    throw new AssertionError("nobody waits");
                },
                waits -> readOn());

        assertThat(watch.isEmpty()).isTrue();
    }

    private void look() {
        watch.look(groups -> Map.of(GROUP, members), waits -> readOn());
    }

    private void readOn() {
        unread.forEach(attempts::rememberEnd);
        unread.clear();
    }
}
