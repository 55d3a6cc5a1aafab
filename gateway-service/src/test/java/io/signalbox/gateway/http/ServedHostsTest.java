package io.signalbox.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServedHostsTest {

    private final ServedHosts served = new ServedHosts(Set.of("Gateway", " box.example.org "));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8080",
                "127.0.0.1",
                "[::1]:80",
                "GATEWAY:8080",
                "box.example.org"
            })
    void thisMachineAndTheNamesItWasTold(String host) {
        assertThat(served.serves(ServedHosts.withoutPort(host))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example.org", "localhost.evil.org:8080", "0.0.0.0", "10.0.0.7:8080"})
    void nobodyElse(String host) {
        assertThat(served.serves(ServedHosts.withoutPort(host))).isFalse();
    }

    @Test
    void anOriginWithoutHostIsNobody() {
        assertThat(served.serves(null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.0.0.2"})
    void onLoopbackItStartsClosed(String bound) {
        assertThatCode(() -> DoorCheck.refuseOpenDoor(bound, false)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.7"})
    void elsewhereItStartsOnlyWhenToldToBeOpen(String bound) {
        assertThatThrownBy(() -> DoorCheck.refuseOpenDoor(bound, false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(bound)
                .hasMessageContaining("signalbox.gateway.open=true");
        assertThatCode(() -> DoorCheck.refuseOpenDoor(bound, true)).doesNotThrowAnyException();
    }
}
