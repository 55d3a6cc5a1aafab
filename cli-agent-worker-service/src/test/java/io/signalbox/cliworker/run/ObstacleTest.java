package io.signalbox.cliworker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.testsupport.Events;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObstacleTest {

    private static final AttemptDispatched ORDER =
            Events.dispatched(Events.admitted("hello"), Candidate.agent("acme", null));

    @Test
    void whatTheCatalogStillAllowsIsAsked() {
        assertThat(Obstacle.of(catalog("", "local: false"), ORDER)).isEmpty();
        assertThat(Obstacle.of(catalog("offline: true", "local: true"), ORDER)).isEmpty();
    }

    @Test
    void nothingLeavesAMachineThatWentOffline() {
        assertThat(Obstacle.of(catalog("offline: true", "local: false"), ORDER))
                .contains("agent/acme asks a model elsewhere, and the job is offline");
    }

    @Test
    void whatWasSwitchedOffOrTakenOutIsNotAsked() {
        assertThat(Obstacle.of(catalog("", "enabled: false"), ORDER))
                .contains("agent/acme is switched off in the catalog");
        assertThat(Obstacle.of(load("version: 1"), ORDER).orElseThrow())
                .contains("catalog has no agent/acme");
    }

    private static Catalog catalog(String top, String ofAcme) {
        return load(
                """
                version: 1
                %s
                agents:
                  acme:
                    command: acme
                    %s
                """
                        .formatted(top, ofAcme));
    }

    private static Catalog load(String yaml) {
        return new CatalogLoader(CatalogEnvironment.of(Map.of())).loadText("test.yaml", yaml);
    }
}
