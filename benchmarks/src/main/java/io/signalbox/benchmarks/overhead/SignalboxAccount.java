package io.signalbox.benchmarks.overhead;

import io.signalbox.benchmarks.process.Signalbox;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** CPU time and Kafka bytes of Signalbox's phases, those after the answers included. */
final class SignalboxAccount implements Contender.Around, AutoCloseable {

    private static final Duration QUIET_LIMIT = Duration.ofSeconds(5);

    private final Signalbox signalbox;
    private final TopicUse topics;
    private final Map<Integer, CpuMeter> meters = new HashMap<>();
    private final Map<Integer, Map<String, TopicUse.Amount>> uses = new HashMap<>();
    private Map<String, TopicUse.Amount> before = Map.of();

    SignalboxAccount(Signalbox signalbox) {
        this.signalbox = signalbox;
        this.topics = new TopicUse(signalbox.brokers());
    }

    @Override
    public void before(int concurrency) throws InterruptedException {
        before = topics.now();
        meter(concurrency).on();
    }

    @Override
    public void after(int concurrency) throws InterruptedException {
        meter(concurrency).awaitQuiet(QUIET_LIMIT);
        meter(concurrency).off();
        Map<String, TopicUse.Amount> sum = uses.computeIfAbsent(concurrency, _ -> new TreeMap<>());
        TopicUse.between(before, topics.now())
                .forEach((topic, grown) -> sum.merge(topic, grown, TopicUse.Amount::plus));
    }

    private CpuMeter meter(int concurrency) {
        return meters.computeIfAbsent(concurrency, _ -> new CpuMeter(signalbox.process()));
    }

    /** Forgets what was so far, for example a warm-up. */
    void reset() {
        meters.clear();
        uses.clear();
    }

    CpuMeter.Use cpu(int concurrency) {
        return meter(concurrency).use();
    }

    Map<String, TopicUse.Amount> topics(int concurrency) {
        return uses.getOrDefault(concurrency, Map.of());
    }

    /** CPU time of the JVM and Postgres when nobody asks anything, looked at for so long. */
    double idleMsPerSecond(Duration look) throws InterruptedException {
        CpuMeter meter = new CpuMeter(signalbox.process());
        meter.awaitQuiet(QUIET_LIMIT);
        meter.on();
        LockSupport.parkNanos(look.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        meter.off();
        return (meter.use().jvmMs() + meter.use().postgresMs()) * 1000 / look.toMillis();
    }

    /** Mean size on disk of the records of the three hops, in bytes. */
    int meanRecordBytes() {
        TopicUse.Amount sum =
                uses.values().stream()
                        .flatMap(byTopic -> byTopic.entrySet().stream())
                        .filter(entry -> entry.getKey().matches("admitted|attempts\\.api|results"))
                        .map(Map.Entry::getValue)
                        .reduce(TopicUse.Amount.NONE, TopicUse.Amount::plus);
        return (int) (sum.bytes() / Math.max(1, sum.records()));
    }

    @Override
    public void close() {
        topics.close();
    }
}
