package io.signalbox.benchmarks;

import io.signalbox.benchmarks.agents.AgentsBenchmark;
import io.signalbox.benchmarks.cancel.CancelBenchmark;
import io.signalbox.benchmarks.detection.DetectionBenchmark;
import io.signalbox.benchmarks.failover.FailoverBenchmark;
import io.signalbox.benchmarks.faults.FaultsBenchmark;
import io.signalbox.benchmarks.kill.KillBenchmark;
import io.signalbox.benchmarks.overhead.OverheadBenchmark;
import io.signalbox.benchmarks.restart.RestartBenchmark;
import io.signalbox.benchmarks.streams.StreamsBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code signalbox bench <name>}. A further benchmark is one more class in the list below: a {@code
 * Callable<Integer>} whose value is the exit code, 0 where what it asserts holds.
 */
@Command(
        name = "signalbox bench",
        description =
                "Measures Signalbox on this machine: loopback only, bounded, nothing left running.",
        subcommands = {
            OverheadBenchmark.class,
            FailoverBenchmark.class,
            RestartBenchmark.class,
            KillBenchmark.class,
            CancelBenchmark.class,
            StreamsBenchmark.class,
            DetectionBenchmark.class,
            FaultsBenchmark.class,
            AgentsBenchmark.class
        },
        synopsisSubcommandLabel = "<name>")
public final class Main {

    @Option(names = "--help", usageHelp = true, description = "shows this")
    boolean help;

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
