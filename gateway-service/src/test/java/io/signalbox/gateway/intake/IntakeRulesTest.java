package io.signalbox.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.messaging.KafkaAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose a record is, and where its result may go. */
class IntakeRulesTest {

    private static final KafkaAddress ADDRESS = new KafkaAddress("nowhere:9092", "signalbox");

    /** The hashes are of {@code secret-a} and {@code secret-b}. */
    private static final String KEYS =
            """
            version: 1
            keys:
              - id: ka
                hash: "sha256:8766b9cb08e6040b704f1e3ee1e186efccf2635b1d2634d6525333007e6aeae1"
                tenant: team-a
                scopes: [submit]
              - id: kb
                hash: "sha256:ff492ef788c89b555e6f738b33d2422f57dbb6656af2402155672c5f123a90af"
                tenant: team-b
                scopes: [read]
            """;

    @Test
    void aTopicIsBoundWhateverItsRecordsSay() {
        TenantBinding binding =
                new TenantBinding(catalog("kafka: {tenants: {team-a.jobs: team-a}}"));

        assertThat(binding.tenant(record("team-a.jobs", "whatever"))).isEqualTo("team-a");
        assertThat(binding.tenant(record("signalbox.jobs", null))).isEqualTo("default");
    }

    @Test
    void whereThereAreKeysAnUnboundTopicNeedsOne() {
        TenantBinding binding = new TenantBinding(catalog(KEYS));

        assertThat(binding.tenant(record("signalbox.jobs", "secret-a"))).isEqualTo("team-a");
        assertThatThrownBy(() -> binding.tenant(record("signalbox.jobs", null)))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("signalbox.jobs has no tenant");
        assertThatThrownBy(() -> binding.tenant(record("signalbox.jobs", "wrong")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("none of the catalog's")
                .hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> binding.tenant(record("signalbox.jobs", "secret-b")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("'kb' may not submit");
    }

    @Test
    void starsOfAPatternStandForAnything() {
        assertThat(ReplyTopics.matches("team-a.*", "team-a.answers")).isTrue();
        assertThat(ReplyTopics.matches("team-a.*", "team-axanswers")).isFalse();
        assertThat(ReplyTopics.matches("*.answers", "team-a.answers")).isTrue();
        assertThat(ReplyTopics.matches("*", "anything")).isTrue();
        assertThat(ReplyTopics.matches("exact", "exact")).isTrue();
        assertThat(ReplyTopics.matches("exact", "exactly")).isFalse();
    }

    @Test
    void onlyTopicsThatTheCatalogAllowsAreRepliedTo() {
        ReplyTopics topics =
                new ReplyTopics(catalog("kafka: {reply_topics: [\"team-a.*\"]}"), ADDRESS);

        assertThatCode(() -> topics.check("team-a.answers")).doesNotThrowAnyException();
        assertThatCode(() -> topics.check(null)).doesNotThrowAnyException();
        assertThatThrownBy(() -> topics.check("team-b.answers"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("'team-b.answers' is not allowed", "team-a.*");
    }

    @Test
    void noPatternAllowsOurOwnTopicsOrWhatIsNoTopic() {
        ReplyTopics topics =
                new ReplyTopics(
                        catalog("kafka: {reply_topics: [\"*\"], tenants: {team-a.jobs: team-a}}"),
                        ADDRESS);

        for (String topic :
                new String[] {"signalbox.admitted", "signalbox.jobs", "team-a.jobs", "a b", ""}) {
            assertThatThrownBy(() -> topics.check(topic))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("cannot be one");
        }
    }

    private static Supplier<Catalog> catalog(String yaml) {
        String text = yaml.startsWith("version") ? yaml : "version: 1\n" + yaml;
        Catalog catalog =
                new CatalogLoader(CatalogEnvironment.of(Map.of())).loadText("test.yaml", text);
        return () -> catalog;
    }

    private static ConsumerRecord<String, byte[]> record(String topic, @Nullable String key) {
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(topic, 0, 0, "k", new byte[] {'{', '}'});
        if (key != null) {
            record.headers().add("signalbox-key", key.getBytes(StandardCharsets.UTF_8));
        }
        return record;
    }
}
