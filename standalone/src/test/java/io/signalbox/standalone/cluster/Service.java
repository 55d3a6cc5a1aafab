package io.signalbox.standalone.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** What can run as a process of its own. */
enum Service {
    GATEWAY("gateway-service"),
    ROUTER("router-service"),
    API_WORKER("api-worker-service"),
    CLI_WORKER("cli-agent-worker-service"),
    METRICS("metrics-service");

    private final String module;

    Service(String module) {
        this.module = module;
    }

    /** Built by the phase {@code package}; tests run in standalone's directory. */
    Path application() {
        Path jar = Path.of("..", module, "target", "quarkus-app", "quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(
                    "no %s: build it with ./signalbox build services".formatted(jar.normalize()));
        }
        return jar;
    }
}
