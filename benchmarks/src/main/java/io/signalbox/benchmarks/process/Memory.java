package io.signalbox.benchmarks.process;

import java.util.List;

/**
 * Resident memory of Signalbox's processes, in MiB.
 *
 * @param postgresMib of all its processes; what they share counts once in each
 * @param postgresSharedOnceMib the same with shared memory divided among them
 */
public record Memory(double jvmMib, double postgresMib, double postgresSharedOnceMib) {

    public static Memory of(ChildProcess signalbox) {
        List<ProcessHandle> below = signalbox.tree().stream().skip(1).toList();
        return new Memory(
                Proc.residentMib(signalbox.pid()),
                below.stream().mapToDouble(handle -> Proc.residentMib(handle.pid())).sum(),
                below.stream().mapToDouble(handle -> Proc.proportionalMib(handle.pid())).sum());
    }
}
