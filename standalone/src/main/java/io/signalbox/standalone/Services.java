package io.signalbox.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The services, from their start to their end: says when they are ready. */
public final class Services implements QuarkusApplication {

    private final WarmUp warmUp;
    private final int port;
    private final String broker;
    private final String data;

    @Inject
    Services(
            WarmUp warmUp,
            @ConfigProperty(name = "quarkus.http.port") int port,
            @ConfigProperty(name = "kafka.bootstrap.servers") String broker,
            @ConfigProperty(name = "signalbox.standalone.data") String data) {
        this.warmUp = warmUp;
        this.port = port;
        this.broker = broker;
        this.data = data;
    }

    @Override
    public int run(String... args) throws InterruptedException {
        warmUp.run();
        String base = "http://127.0.0.1:" + port;
        System.out.printf("OpenAI API  %s/v1%n", base);
        System.out.printf("Kafka       %s%n", broker);
        System.out.printf("Data        %s (log: signalbox.log)%n", data);
        System.out.println("ready");
        Quarkus.waitForExit();
        return 0;
    }
}
