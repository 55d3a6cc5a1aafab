package io.signalbox.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.contracts.wire.Topic;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicContentTest {

    @Test
    void everyRecordTypeHasATopic() {
        assertThat(
                        Stream.of(Topic.values())
                                .map(TopicContent::of)
                                .filter(TopicContent.Typed.class::isInstance)
                                .flatMap(
                                        content -> ((TopicContent.Typed) content).types().stream()))
                .contains(RecordType.values());
    }

    @Test
    void aRecordOnATopicThatItBelongsToIsAllowed() {
        assertThatCode(() -> TopicContent.check(Topic.REROUTES, RecordType.JOB_POSTPONED))
                .doesNotThrowAnyException();
    }

    @Test
    void aRecordOnAnotherTopicIsRefused() {
        assertThatThrownBy(() -> TopicContent.check(Topic.EVENTS, RecordType.CHUNK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("signalbox.chunk.v1 does not belong on the topic EVENTS");
        assertThatThrownBy(() -> TopicContent.check(Topic.JOBS, RecordType.JOB_ADMITTED))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
