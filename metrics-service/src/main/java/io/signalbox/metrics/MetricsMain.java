package io.signalbox.metrics;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.signalbox.messaging.process.ServiceProcess;

/** The service as a process of its own; standalone has another main. */
@QuarkusMain(name = "metrics")
public final class MetricsMain {

    private MetricsMain() {}

    public static void main(String[] args) {
        ServiceProcess.run("metrics", args);
    }
}
