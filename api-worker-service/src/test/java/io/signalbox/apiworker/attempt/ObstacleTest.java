package io.signalbox.apiworker.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.testsupport.Events;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObstacleTest {

    private static final AttemptDispatched ORDER =
            Events.dispatched(Events.admitted("hello"), Events.ACME);

    @Test
    void whatTheCatalogStillAllowsIsAsked() {
        assertThat(Obstacle.of(catalog("", "local: false"), ORDER)).isEmpty();
        assertThat(Obstacle.of(catalog("offline: true", "local: true"), ORDER)).isEmpty();
    }

    @Test
    void nothingLeavesAMachineThatWentOffline() {
        assertThat(Obstacle.of(catalog("offline: true", "local: false"), ORDER))
                .contains("acme leaves this machine, and the job is offline");
    }

    @Test
    void whatWasSwitchedOffOrTakenOutIsNotAsked() {
        assertThat(Obstacle.of(catalog("", "enabled: false"), ORDER))
                .contains("acme is switched off in the catalog");
        assertThat(Obstacle.of(load("version: 1"), ORDER).orElseThrow())
                .contains("no provider for acme/acme-large");
    }

    private static Catalog catalog(String top, String ofAcme) {
        return load(
                """
                version: 1
                %s
                providers:
                  acme:
                    dialect: openai
                    base_url: https://acme.example/v1
                    %s
                """
                        .formatted(top, ofAcme));
    }

    private static Catalog load(String yaml) {
        return new CatalogLoader(CatalogEnvironment.of(Map.of())).loadText("test.yaml", yaml);
    }
}
