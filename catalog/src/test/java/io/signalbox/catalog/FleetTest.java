package io.signalbox.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.event.ProviderReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final long HEARTBEAT_MS = 5_000;

    private final Fleet fleet = new Fleet();

    @Test
    void aProviderThatNobodyReportedIsUnknown() {
        ProviderState state = fleet.state("groq", NOW);

        assertThat(state).isEqualTo(new ProviderState.Unknown());
        assertThat(((ProviderState.Unknown) state).code()).isEqualTo("no_worker");
        assertThat(((ProviderState.Unknown) state).reason())
                .isEqualTo("no api worker has reported this provider yet");
    }

    @Test
    void oneFreshWorkerThatCanIsEnoughAndModelsAddUp() {
        // Given two workers that can and a fresher one that cannot
        fleet.apply(usable("a", NOW, "m1", "m2"));
        fleet.apply(usable("b", NOW, "m2", "m3"));
        fleet.apply(unusable("c", NOW.plusSeconds(1), "no_key"));

        assertThat(fleet.state("groq", NOW.plusSeconds(1)))
                .isEqualTo(new ProviderState.Usable(Set.of("m1", "m2", "m3")));
    }

    @Test
    void whereNoneCanTheFreshestReasonCounts() {
        fleet.apply(unusable("a", NOW, "no_key"));
        fleet.apply(unusable("b", NOW.plusSeconds(2), "breaker_open"));
        fleet.apply(unusable("c", NOW.plusSeconds(1), "disabled"));

        assertThat(fleet.state("groq", NOW.plusSeconds(3)))
                .isEqualTo(new ProviderState.Unusable("breaker_open", "because breaker_open"));
    }

    @Test
    void aWorkerCountsForThreeHeartbeatsAndNoLonger() {
        fleet.apply(usable("a", NOW, "m1"));

        assertThat(fleet.state("groq", NOW.plusMillis(3 * HEARTBEAT_MS)))
                .isInstanceOf(ProviderState.Usable.class);
        assertThat(fleet.state("groq", NOW.plusMillis(3 * HEARTBEAT_MS + 1)))
                .isInstanceOf(ProviderState.Unknown.class);
    }

    @Test
    void aLateReportDoesNotUndoAFresherOneOfTheSameWorker() {
        fleet.apply(unusable("a", NOW.plusSeconds(1), "no_key"));
        fleet.apply(usable("a", NOW, "m1"));

        assertThat(fleet.state("groq", NOW.plusSeconds(1)))
                .isInstanceOf(ProviderState.Unusable.class);
    }

    @Test
    void aReportReplacesWhatItsWorkerSaidBefore() {
        fleet.apply(usable("a", NOW, "m1"));
        fleet.apply(usable("a", NOW.plusSeconds(1), "m2"));

        assertThat(fleet.state("groq", NOW.plusSeconds(1)))
                .isEqualTo(new ProviderState.Usable(Set.of("m2")));
    }

    @Test
    void workersAreBoundedAndTheLongestSilentGoesFirst() {
        // Given one worker more than are remembered
        for (int i = 0; i <= Fleet.MAX_WORKERS; i++) {
            fleet.apply(usable("w" + i, NOW.plusMillis(i), "m" + i));
        }

        List<ProviderReport> reports = fleet.reports("groq", NOW);

        assertThat(reports).hasSize(Fleet.MAX_WORKERS);
        assertThat(reports).extracting(ProviderReport::worker).doesNotContain("w0").contains("w1");
    }

    @Test
    void aWorkerSilentForLongIsForgotten() {
        // Given a worker that is forgotten when its provider is asked about
        fleet.apply(usable("a", NOW, "m1"));
        Instant later = NOW.plus(Fleet.FORGET_AFTER).plus(Duration.ofSeconds(1));
        assertThat(fleet.reports("groq", later)).isEmpty();

        // Then not even asking about the past finds it
        assertThat(fleet.reports("groq", NOW)).isEmpty();
    }

    private static ProviderReport usable(String worker, Instant at, String... models) {
        return new ProviderReport(
                worker, "groq", true, null, null, List.of(models), HEARTBEAT_MS, at);
    }

    private static ProviderReport unusable(String worker, Instant at, String code) {
        return new ProviderReport(
                worker, "groq", false, code, "because " + code, List.of(), HEARTBEAT_MS, at);
    }
}
