package io.signalbox.standalone.harness;

import io.signalbox.contracts.wire.DurationText;
import io.signalbox.testsupport.simulator.FaultWall;
import io.signalbox.testsupport.simulator.FaultWall.Row;
import io.signalbox.testsupport.simulator.ProviderSimulator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A provider for every fault of the wall and every kind of caller, each with {@code second} behind
 * it. One each, because what a fault teaches of a provider must not meet the next fault.
 */
public final class FaultProviders {

    private FaultProviders() {}

    /**
     * @param stream whether its caller streams
     */
    public static String name(Row row, boolean stream) {
        return "fault-%s-%s".formatted(row.name(), stream ? "streamed" : "plain");
    }

    /** Entries of the catalog's {@code providers}; the simulator plays the faults from now on. */
    static String yaml(ProviderSimulator simulator) {
        return FaultWall.rows().stream()
                .flatMap(row -> Stream.of(yaml(row, false, simulator), yaml(row, true, simulator)))
                .collect(Collectors.joining());
    }

    private static String yaml(Row row, boolean stream, ProviderSimulator simulator) {
        String name = name(row, stream);
        simulator.script(name, row.script());
        return """
          %s:
            dialect: openai
            base_url: %s
            enabled: true
            local: true
            priority: 900
            models: [small]
            fallback: second
            timeouts: {connect: 3s, first_token: %s, idle: %s}
        """
                .formatted(
                        name,
                        row.baseUrl(simulator.baseUrl(name)),
                        DurationText.format(FaultWall.FIRST_TOKEN),
                        DurationText.format(FaultWall.IDLE));
    }
}
