package io.signalbox.router;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.signalbox.messaging.process.ServiceProcess;

/** The service as a process of its own; standalone has another main. */
@QuarkusMain(name = "router")
public final class RouterMain {

    private RouterMain() {}

    public static void main(String[] args) {
        ServiceProcess.run("router", args);
    }
}
