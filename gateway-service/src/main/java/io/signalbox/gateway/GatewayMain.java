package io.signalbox.gateway;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.signalbox.messaging.process.ServiceProcess;

/** The service as a process of its own; standalone has another main. */
@QuarkusMain(name = "gateway")
public final class GatewayMain {

    private GatewayMain() {}

    public static void main(String[] args) {
        ServiceProcess.run("gateway", args);
    }
}
