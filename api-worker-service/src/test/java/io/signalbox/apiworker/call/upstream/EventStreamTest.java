package io.signalbox.apiworker.call.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {

    private record Event(@Nullable String name, String data) {}

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void linesEndInAnyOfThreeWays(String end) throws IOException {
        assertThat(read(String.join(end, "event: a", "data: 1", "", "data: 2", "", "")))
                .containsExactly(new Event("a", "1"), new Event(null, "2"));
    }

    @Test
    void dataOfSeveralLinesIsOneText() throws IOException {
        assertThat(read("data: {\ndata:  \"a\":1\ndata:}\n\n"))
                .containsExactly(new Event(null, "{\n \"a\":1\n}"));
    }

    @Test
    void commentsIdsAndWhatNobodyKnowsArePassedOver() throws IOException {
        assertThat(read(": keep-alive\n\nid: 7\nretry: 10\nnonsense\ndata: 1\n:x\n\n"))
                .containsExactly(new Event(null, "1"));
    }

    @Test
    void anEventWithoutDataIsNone() throws IOException {
        assertThat(read("event: ping\n\ndata\n\ndata:\n\nevent:\ndata: 1\n\n"))
                .containsExactly(new Event(null, "1"));
    }

    @Test
    void aNameIsGoodForOneEvent() throws IOException {
        assertThat(read("data: 1\nevent: late\n\ndata: 2\n\n"))
                .containsExactly(new Event("late", "1"), new Event(null, "2"));
    }

    @Test
    void aByteOrderMarkIsNoText() throws IOException {
        assertThat(read("\uFEFFdata: 1\n\n")).containsExactly(new Event(null, "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: 1", "data: 1\n"})
    void theLastEventNeedsNoBlankLine(String stream) throws IOException {
        assertThat(read(stream)).containsExactly(new Event(null, "1"));
    }

    @Test
    void anEventIsHandedOverBeforeTheNextIsRead() throws IOException {
        List<Event> events = new ArrayList<>();
        FilterReader openEnded =
                new FilterReader(new StringReader("data: 1\n\n")) {
                    @Override
                    public int read(char[] buffer, int offset, int length) throws IOException {
                        int read = super.read(buffer, offset, length);
                        if (read < 0) {
                            assertThat(events).containsExactly(new Event(null, "1"));
                        }
                        return read;
                    }
                };

        EventStream.read(openEnded, (name, data) -> events.add(new Event(name, data)));

        assertThat(events).hasSize(1);
    }

    @Test
    void whatTheSinkThrowsEndsTheReading() {
        List<String> seen = new ArrayList<>();

        assertThatThrownBy(() ->
                        EventStream.read(
                                new StringReader("data: 1\n\ndata: 2\n\n"),
                                (name, data) -> {
                                    seen.add(data);
                                    throw new StreamFault(StreamFault.Kind.MALFORMED, "no");
                                }))
                .isInstanceOf(StreamFault.class);
        assertThat(seen).containsExactly("1");
    }

    private static List<Event> read(String stream) throws IOException {
        List<Event> events = new ArrayList<>();
        EventStream.read(
                new StringReader(stream), (name, data) -> events.add(new Event(name, data)));
        return events;
    }
}
