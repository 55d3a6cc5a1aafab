package io.signalbox.cliworker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.cliworker.output.SessionTotals;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {

    @TempDir private Path data;

    private Sessions at(Instant now) {
        return new Sessions(data, data.resolve("sessions"), () -> now);
    }

    @Test
    void aSessionIsOfOneTenantAndOneAgent() {
        Sessions sessions = at(Instant.now());

        Sessions.Place place = sessions.place("t", "a", "s");

        assertThat(sessions.place("t", "a", "s")).isEqualTo(place);
        assertThat(sessions.place("u", "a", "s")).isNotEqualTo(place);
        assertThat(sessions.place("t", "b", "s")).isNotEqualTo(place);
        assertThat(place.home()).startsWithRaw(data);
        assertThat(sessions.place("t", "a", "../../x").home().normalize()).startsWithRaw(data);
    }

    @Test
    void whatIsKeptIsFoundAgainAfterARestart() throws IOException {
        Sessions.Kept kept =
                new Sessions.Kept(
                        "agent-session",
                        new SessionTotals(new Usage(3, 1, 0, 2, 0, false), Usd.parse("0.01")));
        Sessions.Place place = at(Instant.now()).place("t", "a", "s");
        assertThat(at(Instant.now()).find(place)).isEmpty();

        at(Instant.now()).keep(place, kept);

        assertThat(at(Instant.now()).find(place)).contains(kept);
    }

    @Test
    void whatNobodyGoesOnWithIsForgotten() throws IOException {
        Sessions.Place place = at(Instant.now()).place("t", "a", "s");
        at(Instant.now()).keep(place, new Sessions.Kept("x", SessionTotals.NONE));
        Files.createDirectories(place.workspace().resolve("workspace"));

        at(Instant.now().plus(Duration.ofDays(29))).prune(Duration.ofDays(30));
        assertThat(place.state()).exists();

        at(Instant.now().plus(Duration.ofDays(31))).prune(Duration.ofDays(30));
        assertThat(place.home().getParent()).doesNotExist();
        assertThat(place.workspace()).doesNotExist();
    }
}
