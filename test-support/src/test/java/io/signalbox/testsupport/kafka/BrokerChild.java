package io.signalbox.testsupport.kafka;

import java.nio.file.Path;

/** A JVM with nothing but a broker: produces what it is told and waits to be killed. */
final class BrokerChild {

    private BrokerChild() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.in(Path.of(arguments[0])));
        broker.createTopics("child", 2);
        KafkaProbe probe = new KafkaProbe(broker.bootstrapServers());
        probe.send("child.results", "before");
        probe.joinForEver("survivors", "child.results");
        System.out.println("ready " + broker.bootstrapServers());
        Thread.currentThread().join();
    }
}
