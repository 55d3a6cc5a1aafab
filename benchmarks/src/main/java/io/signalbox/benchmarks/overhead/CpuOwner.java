package io.signalbox.benchmarks.overhead;

import java.util.regex.Pattern;

/**
 * To whom a thread's CPU time is put down, by the thread's name. The first group whose pattern is
 * found has it. Four groups serve several services at once; {@code --profile} splits those by what
 * is on their stacks.
 */
enum CpuOwner {
    COMPILER("JIT compiler", "^C[12] Compiler|^Sweeper|^JVMCI"),
    COLLECTOR("garbage collector", "^VM Thread|^GC |^G1 |^VM Periodic"),
    GATEWAY("gateway alone", "^gateway-|producer-network-thread.*gateway"),
    ROUTER("router alone", "^fleet-reader|producer-network-thread.*router"),
    API_WORKER(
            "API worker alone", "^HttpClient-|^upstream-watch|producer-network-thread.*api-worker"),
    METRICS("metrics alone", "^metrics-ledger"),
    CONSUMERS(
            "Kafka consumers, all services",
            "^smallrye-kafka-consumer|^consumer_background_thread"),
    PRODUCERS("Kafka producers' front, all services", "^smallrye-kafka-producer"),
    EVENT_LOOPS("event loops (HTTP, record handlers, database)", "^vert\\.x-"),
    VIRTUAL("virtual threads (requests, attempts)", "^ForkJoinPool|^MasterPoller|^VirtualThread"),
    BROKER(
            "Kafka broker",
            "^data-plane-|^kafka-|^broker-|^controller-|^quorum-|^group-coordinator"
                    + "|^share-|^ExpirationReaper|^executor-Fetch|^raft-|^transaction-|^Persister"
                    + "|^persister-|^network-partition|^SensorExpiry|^TxnMarker|^AddPartitions"
                    + "|^client-metrics|^LogDirFailure|^metrics-meter-tick"),
    OTHER("other", "");

    private final String label;
    private final Pattern pattern;

    CpuOwner(String label, String pattern) {
        this.label = label;
        this.pattern = Pattern.compile(pattern);
    }

    String label() {
        return label;
    }

    static CpuOwner of(String threadName) {
        for (CpuOwner group : values()) {
            if (group.pattern.matcher(threadName).find()) {
                return group;
            }
        }
        return OTHER;
    }
}
