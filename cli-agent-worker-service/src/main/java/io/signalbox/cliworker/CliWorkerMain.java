package io.signalbox.cliworker;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.signalbox.messaging.process.ServiceProcess;

/** The service as a process of its own; standalone has another main. */
@QuarkusMain(name = "cli-worker")
public final class CliWorkerMain {

    private CliWorkerMain() {}

    public static void main(String[] args) {
        ServiceProcess.run("cli-worker", args);
    }
}
