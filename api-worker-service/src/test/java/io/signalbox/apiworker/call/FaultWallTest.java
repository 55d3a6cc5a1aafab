package io.signalbox.apiworker.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.CallOutcome.Failed;
import io.signalbox.apiworker.call.CallOutcome.Succeeded;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Provider;
import io.signalbox.testsupport.simulator.FaultWall;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import io.signalbox.testsupport.simulator.Script;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every dialect against every fault: the right class, none hangs, none is taken for success; and
 * what {@code docs/fault-wall.md} says of it. Many are called at once, since most of a fault is
 * waiting.
 */
@Timeout(60)
class FaultWallTest {

    private static final UpstreamHttp HTTP = new UpstreamHttp();
    private static final List<Column> COLUMNS = Column.all(HTTP);
    private static final List<FaultWall.Row> ROWS = FaultWall.rows();

    private static final Provider.Timeouts TIMEOUTS =
            new Provider.Timeouts(Duration.ofSeconds(3), FaultWall.FIRST_TOKEN, FaultWall.IDLE);

    /** More than a small machine does within the shortest time limit are no test of the limit. */
    private static final int AT_ONCE = 16;

    /** By dialect and row. */
    private static final Map<String, CallOutcome> SEEN = new HashMap<>();

    @BeforeAll
    static void meetTheWall() throws Exception {
        try (ProviderSimulator simulator = ProviderSimulator.start();
                ExecutorService callers =
                        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            COLUMNS.forEach(column -> warmUp(column, simulator));
            Map<String, Future<CallOutcome>> calls = new HashMap<>();
            for (Column column : COLUMNS) {
                for (FaultWall.Row row : ROWS) {
                    calls.put(
                            name(column, row), callers.submit(() -> call(column, row, simulator)));
                }
            }
            for (Map.Entry<String, Future<CallOutcome>> call : calls.entrySet()) {
                SEEN.put(call.getKey(), call.getValue().get());
            }
        }
    }

    @AfterAll
    static void close() {
        HTTP.close();
    }

    /** Classes are loaded and compiled outside of any time limit that is tested. */
    private static void warmUp(Column column, ProviderSimulator simulator) {
        String name = column.wireName();
        simulator.script(name, Script.DEFAULT);
        Provider unhurried = Requests.provider(column.dialect(), column.address(simulator, name));
        assertThat(
                        column.client()
                                .call(
                                        Requests.request(unhurried),
                                        DeltaListener.NONE,
                                        new CallCancel()))
                .isInstanceOf(Succeeded.class);
    }

    private static CallOutcome call(Column column, FaultWall.Row row, ProviderSimulator simulator) {
        String name = name(column, row);
        simulator.script(name, row.script());
        URI address = URI.create(row.baseUrl(column.address(simulator, name).toString()));
        Provider provider = Requests.provider(column.dialect(), address, TIMEOUTS);
        return column.client()
                .call(Requests.request(provider), DeltaListener.NONE, new CallCancel());
    }

    private static CallOutcome seen(Column column, FaultWall.Row row) {
        return Objects.requireNonNull(SEEN.get(name(column, row)), row.name());
    }

    private static String name(Column column, FaultWall.Row row) {
        return column.wireName() + "-" + row.name();
    }

    static Stream<Arguments> wall() {
        return COLUMNS.stream()
                .flatMap(column -> ROWS.stream().map(row -> Arguments.of(column, row)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("wall")
    void aFaultIsWhatItIs(Column column, FaultWall.Row row) {
        CallOutcome outcome = seen(column, row);

        if (row.expected() == null) {
            assertThat(outcome).isInstanceOf(Succeeded.class);
            return;
        }
        assertThat(outcome).isInstanceOf(Failed.class);
        Failed failed = (Failed) outcome;
        assertThat(failed.error().errorClass()).isEqualTo(row.expected());
        assertThat(failed.contentSeen()).isEqualTo(row.contentFirst());
        assertThat(failed.retryAfter() != null).as("a hint").isEqualTo(row.hinted());
        assertThat(failed.error().message()).doesNotContain(Requests.KEY.reveal()).startsWith("p ");
    }

    @Test
    void theDocumentTellsIt() throws IOException {
        List<String> dialects = COLUMNS.stream().map(Column::wireName).toList();
        List<Table.Line> lines = new ArrayList<>();
        for (FaultWall.Row row : ROWS) {
            lines.add(
                    new Table.Line(
                            row.says(),
                            COLUMNS.stream().map(column -> words(seen(column, row))).toList()));
        }
        Documents.compare(
                "fault-wall.md",
                Table.text(
                        """
                        # The fault wall: dialect by fault

                        Written by a test (`FaultWallTest`) from what it saw: each dialect's client against a simulated provider of its format with that
                        one fault. To write it anew after a change that is meant: `%s`.

                        *Begun*: part of an answer had come. *Waits*: the provider said how long to stay away. *Not here again*: this candidate is not asked a
                        second time, whatever the class allows. What becomes of a job then, class by class, is in [faults.md](faults.md); what the classes
                        mean in [errors.md](errors.md).
                        """
                                .formatted(Documents.COMMAND),
                        "the provider",
                        dialects,
                        lines));
    }

    private static String words(CallOutcome outcome) {
        if (!(outcome instanceof Failed failed)) {
            return "an answer";
        }
        return failed.error().errorClass()
                + (failed.contentSeen() ? ", begun" : "")
                + (failed.retryAfter() == null ? "" : ", waits")
                + (failed.retryHere() ? "" : ", not here again");
    }
}
