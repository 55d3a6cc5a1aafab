package io.signalbox.messaging.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.event.ListedModel;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.ProviderListing;
import io.signalbox.contracts.event.ProviderReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final long HEARTBEAT_MS = 10_000;

    private final Fleet fleet = new Fleet();

    @Test
    void aProviderIsUsableIfAnyWorkerSaysSo() {
        fleet.apply(report("w1", false, NOW));
        fleet.apply(report("w2", true, NOW.minusSeconds(1), "m"));

        assertThat(fleet.state("p", NOW)).isEqualTo(usable(false, "m"));
    }

    @Test
    void whatWasAddedUpEndsWithTheReportThatMadeIt() {
        fleet.apply(report("w1", true, NOW.minusSeconds(20), "old"));
        fleet.apply(report("w2", true, NOW, "new"));

        assertThat(fleet.state("p", NOW)).isEqualTo(usable(false, "new", "old"));
        assertThat(fleet.state("p", NOW.plusSeconds(11))).isEqualTo(usable(false, "new"));
        assertThat(fleet.state("p", NOW.plusSeconds(31)))
                .isInstanceOfSatisfying(
                        Fleet.State.Unusable.class,
                        it -> assertThat(it.code()).isEqualTo(Plan.NO_WORKER));
    }

    @Test
    void aLaterReportOfAWorkerReplacesItsEarlierOneAlthoughItsClockWentBack() {
        fleet.apply(report("w1", true, NOW, "m"));
        assertThat(fleet.state("p", NOW)).isEqualTo(usable(false, "m"));

        fleet.apply(report("w1", true, NOW.minusSeconds(5), "n"));

        assertThat(fleet.state("p", NOW)).isEqualTo(usable(false, "n"));
    }

    @Test
    void aWorkersClockDoesNotMakeItsReportStale() {
        ProviderReport slow = report("w1", true, NOW.minusSeconds(3_600), "m");
        ProviderReport fast = report("w1", true, NOW.plusSeconds(3_600), "m");

        assertThat(FleetReader.timed(slow, true, NOW).at()).isEqualTo(NOW);
        assertThat(FleetReader.timed(slow, false, NOW).isStale(NOW)).isTrue();
        assertThat(FleetReader.timed(fast, false, NOW).at()).isEqualTo(NOW);
    }

    @Test
    void aListOfNoneIsAListAllTheSame() {
        fleet.apply(listing(report("w1", true, NOW)));

        assertThat(fleet.state("p", NOW)).isEqualTo(usable(true));
    }

    @Test
    void whatIsToldOfModelsIsTheSameObjectUntilItChanges() {
        ListedModel model = described("m", 4_000);
        fleet.apply(listing(report("w1", true, NOW, "m"), model));
        Map<String, Map<String, ListedModel>> first = fleet.listed(NOW);

        fleet.apply(listing(report("w1", true, NOW.plusSeconds(10), "m"), model));
        assertThat(fleet.listed(NOW.plusSeconds(10))).isSameAs(first);
        assertThat(first).isEqualTo(Map.of("p", Map.of("m", model)));

        ListedModel larger = described("m", 8_000);
        fleet.apply(listing(report("w1", true, NOW.plusSeconds(20), "m"), larger));
        assertThat(fleet.listed(NOW.plusSeconds(20))).isEqualTo(Map.of("p", Map.of("m", larger)));

        assertThat(fleet.listed(NOW.plusSeconds(51))).as("stale").isEmpty();
    }

    private static ListedModel described(String id, long window) {
        return new ListedModel(
                id, window, null, null, List.of("chat"), List.of(), null, null, null);
    }

    private static ProviderReport listing(ProviderReport report, ListedModel... models) {
        return report.withListing(
                new ProviderListing(List.of(models), report.at(), null, null, List.of()));
    }

    private static ProviderReport report(
            String worker, boolean usable, Instant at, String... models) {
        return new ProviderReport(
                worker,
                "p",
                usable,
                usable ? null : "no_key",
                usable ? null : "no key",
                List.of(models),
                HEARTBEAT_MS,
                at);
    }

    private static Fleet.State usable(boolean listed, String... models) {
        return new Fleet.State.Usable(Set.of(models), listed);
    }
}
