package io.signalbox.apiworker;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.signalbox.messaging.process.ServiceProcess;

/** The service as a process of its own; standalone has another main. */
@QuarkusMain(name = "api-worker")
public final class ApiWorkerMain {

    private ApiWorkerMain() {}

    public static void main(String[] args) {
        ServiceProcess.run("api-worker", args);
    }
}
