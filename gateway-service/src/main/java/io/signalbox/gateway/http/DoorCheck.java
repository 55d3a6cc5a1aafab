package io.signalbox.gateway.http;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.signalbox.gateway.GatewayConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A gateway that others than this machine reach starts only when it was told to be open. */
@ApplicationScoped
class DoorCheck {

    private final GatewayConfig config;
    private final String bound;

    DoorCheck(GatewayConfig config, @ConfigProperty(name = "quarkus.http.host") String bound) {
        this.config = config;
        this.bound = bound;
    }

    /** Before anything waits or connects. */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 1) StartupEvent event) {
        refuseOpenDoor(bound, config.open());
    }

    static void refuseOpenDoor(String bound, boolean open) {
        if (!open && !ServedHosts.isLoopback(bound)) {
            throw new ConfigurationException(
                    ("no callers' keys are checked and quarkus.http.host is %s, so whoever reaches"
                                    + " this port could use every provider: bind 127.0.0.1, or,"
                                    + " where the network keeps strangers away, say so with"
                                    + " signalbox.gateway.open=true (SIGNALBOX_GATEWAY_OPEN)")
                            .formatted(bound));
        }
    }
}
