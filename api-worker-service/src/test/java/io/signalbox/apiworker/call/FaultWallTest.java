package io.signalbox.apiworker.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.CallOutcome.Failed;
import io.signalbox.apiworker.call.CallOutcome.Succeeded;
import io.signalbox.apiworker.call.ollama.OllamaDialectClient;
import io.signalbox.apiworker.call.openai.OpenAiDialectClient;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Provider;
import io.signalbox.testsupport.simulator.FaultWall;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every dialect against every fault: the right class, none hangs, none is taken for success. A new
 * dialect is one more line here.
 */
@Timeout(30)
@Execution(ExecutionMode.CONCURRENT)
class FaultWallTest {

    private static final UpstreamHttp HTTP = new UpstreamHttp();
    private static final List<DialectClient> CLIENTS =
            List.of(
                    new OpenAiDialectClient(HTTP, InstantSource.system()),
                    new OllamaDialectClient(HTTP, InstantSource.system()));

    private static final Provider.Timeouts TIMEOUTS =
            new Provider.Timeouts(Duration.ofSeconds(3), FaultWall.FIRST_TOKEN, FaultWall.IDLE);

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

    static Stream<Arguments> wall() {
        return CLIENTS.stream()
                .flatMap(client ->
                        FaultWall.rows().stream()
                                .map(row -> Arguments.of(client.dialect(), row, client)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("wall")
    void aFaultIsWhatItIs(Dialect dialect, FaultWall.Row row, DialectClient client) {
        // Given
        String name = dialect.wireName() + "-" + row.name();
        simulator.script(name, row.script());
        String simulated =
                dialect == Dialect.OLLAMA ? simulator.serverUrl(name) : simulator.baseUrl(name);
        Provider provider =
                Requests.provider(dialect, URI.create(row.baseUrl(simulated)), TIMEOUTS);

        // When
        CallOutcome outcome =
                client.call(Requests.request(provider), DeltaListener.NONE, new CallCancel());

        // Then
        if (row.expected() == null) {
            assertThat(outcome).isInstanceOf(Succeeded.class);
            return;
        }
        assertThat(outcome).isInstanceOf(Failed.class);
        Failed failed = (Failed) outcome;
        assertThat(failed.error().errorClass()).isEqualTo(row.expected());
        assertThat(failed.contentSeen()).isEqualTo(row.contentFirst());
        assertThat(failed.error().message()).doesNotContain(Requests.KEY.reveal()).startsWith("p ");
    }
}
