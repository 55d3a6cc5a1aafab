package io.signalbox.standalone.process;

import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.RecordReader;
import io.signalbox.standalone.harness.TopicReader;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the events topic tells of attempts that have finished; not of those without a call. */
final class Attempts {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<AttemptFinished> finished;

    private Attempts(List<AttemptFinished> finished) {
        this.finished = finished;
    }

    static Attempts read(String bootstrapServers) {
        try (TopicReader reader = new TopicReader(bootstrapServers, Topic.EVENTS)) {
            return new Attempts(
                    reader.readToEnd(LIMIT).stream()
                            .map(RecordReader::read)
                            .filter(RecordReader.Read.Known.class::isInstance)
                            .map(known -> ((RecordReader.Read.Known) known).value())
                            .filter(AttemptFinished.class::isInstance)
                            .map(AttemptFinished.class::cast)
                            .filter(attempt -> attempt.outcome() != Outcome.DEFERRED)
                            .toList());
        }
    }

    /** Who finished the earliest attempt: the process that was killed. */
    String firstWorker() {
        return finished.stream()
                .min(Comparator.comparing(AttemptFinished::finishedAt))
                .orElseThrow()
                .worker();
    }

    /** As {@code <jobId>/<number>}. */
    Set<String> finishedBy(String worker) {
        return finished.stream()
                .filter(attempt -> attempt.worker().equals(worker))
                .map(attempt -> attempt.attemptId().toString())
                .collect(Collectors.toSet());
    }
}
