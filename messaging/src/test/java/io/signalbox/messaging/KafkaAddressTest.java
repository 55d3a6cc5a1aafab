package io.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaAddressTest {

    private final KafkaAddress address =
            new KafkaAddress(
                    "broker:9092",
                    "box",
                    Map.of(
                            "bootstrap.servers",
                            "other:1",
                            "security.protocol",
                            "SASL_SSL",
                            "group.id",
                            "of-a-channel",
                            "no.such.setting",
                            "x"));

    @Test
    void readersAndAdminsAreLetInAsChannelsAre() {
        assertThat(address.readerConfig("reader"))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("bootstrap.servers", "broker:9092")
                .containsEntry("client.id", "reader");
        assertThat(address.adminConfig("admin")).containsEntry("security.protocol", "SASL_SSL");
    }

    @Test
    void whatAClientDoesNotKnowIsLeftOut() {
        assertThat(address.readerConfig("reader")).doesNotContainKey("no.such.setting");
        assertThat(address.adminConfig("admin")).doesNotContainKeys("no.such.setting", "group.id");
    }
}
