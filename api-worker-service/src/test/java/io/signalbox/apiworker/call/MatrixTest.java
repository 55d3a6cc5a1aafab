package io.signalbox.apiworker.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.CallOutcome.Failed;
import io.signalbox.apiworker.call.CallOutcome.Succeeded;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Model;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.Chunk.ToolCallDelta;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.RecordedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every dialect carries everything both ways: what went out over the wire, and what came back of
 * it; and what {@code docs/matrix.md} says of it.
 */
@Timeout(60)
class MatrixTest {

    private static final UpstreamHttp HTTP = new UpstreamHttp();
    private static final List<Column> COLUMNS = Column.all(HTTP);
    private static final List<MatrixRow> ROWS = MatrixRow.all();

    /** One that can do it all. */
    private static final Model MODEL =
            Requests.model(
                    true, "reasoning", "adaptive_thinking", "json_schema", "tools", "vision");

    private static ProviderSimulator simulator;

    @BeforeAll
    static void start() {
        simulator = ProviderSimulator.start();
    }

    @AfterAll
    static void close() {
        HTTP.close();
        simulator.close();
    }

    static Stream<Arguments> matrix() {
        return COLUMNS.stream()
                .flatMap(column -> ROWS.stream().map(row -> Arguments.of(column, row)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("matrix")
    void whatGoesOutAndWhatComesBack(Column column, MatrixRow row) throws IOException {
        check(column, row);
    }

    @Test
    void theDocumentTellsIt() throws IOException {
        List<Table.Line> lines = new ArrayList<>();
        for (MatrixRow row : ROWS) {
            lines.add(
                    new Table.Line(
                            row.name(),
                            COLUMNS.stream().map(column -> words(column, row)).toList()));
        }
        Documents.compare(
                "matrix.md",
                Table.text(
                        """
                        # The matrix: what each dialect carries

                        Written by a test (`MatrixTest`) from what it saw: each dialect's client against a simulated provider of its format, with a model
                        that can do it all. A cell names the fields of the request that carry the row; the answer had come back whole, streamed and together,
                        with its tool calls, thinking, finish reason and usage. What a dialect cannot do is refused before the call. To write it anew after
                        a change that is meant: `%s`.
                        """
                                .formatted(Documents.COMMAND),
                        "row",
                        COLUMNS.stream().map(Column::wireName).toList(),
                        lines));
    }

    private static String words(Column column, MatrixRow row) {
        try {
            check(column, row);
            return Spelling.of(column).words(row);
        } catch (AssertionError | IOException e) {
            return "fails";
        }
    }

    private static void check(Column column, MatrixRow row) throws IOException {
        String name = column.wireName() + "-" + row.name().replace(' ', '-');
        simulator.script(name, row.script());
        List<String> texts = new ArrayList<>();
        List<String> reasonings = new ArrayList<>();
        List<ToolCallDelta> toolDeltas = new ArrayList<>();
        DeltaListener listener =
                (text, reasoning, toolCalls) -> {
                    if (text != null) {
                        texts.add(text);
                    }
                    if (reasoning != null) {
                        reasonings.add(reasoning);
                    }
                    toolDeltas.addAll(toolCalls);
                };
        CallRequest request =
                Requests.request(
                        Requests.provider(column.dialect(), column.address(simulator, name)),
                        row.input(),
                        MODEL);

        CallOutcome outcome = column.client().call(request, listener, new CallCancel());

        Spelling spelling = Spelling.of(column);
        List<RecordedRequest> sent = simulator.provider(name).counts().requests();
        if (spelling.refusal(row).isPresent()) {
            Failed failed = (Failed) outcome;
            assertThat(failed.error().errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
            assertThat(failed.error().message()).isEqualTo("p " + spelling.refusal(row).get());
            assertThat(failed.onlyHere()).as("others may do it").isTrue();
            assertThat(sent).isEmpty();
            return;
        }
        assertThat(outcome).as(String.valueOf(outcome)).isInstanceOf(Succeeded.class);
        spelling.check(row, sent.getLast());
        row.check().accept(new MatrixRow.Seen((Succeeded) outcome, texts, reasonings, toolDeltas));
    }
}
