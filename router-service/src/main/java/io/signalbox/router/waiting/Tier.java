package io.signalbox.router.waiting;

import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.wire.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A topic in which every record stays for the same time, so that its oldest is its next. */
public enum Tier {
    FIVE_SECONDS(Topic.WAITING_5S, Duration.ofSeconds(5)),
    MINUTE(Topic.WAITING_1M, Duration.ofMinutes(1)),
    TEN_MINUTES(Topic.WAITING_10M, Duration.ofMinutes(10)),
    HOUR(Topic.WAITING_1H, Duration.ofHours(1));

    private static final List<Tier> LONGEST_FIRST =
            Stream.of(values()).sorted(Comparator.comparing(Tier::stay).reversed()).toList();

    private final Topic topic;
    private final Duration stay;

    Tier(Topic topic, Duration stay) {
        this.topic = topic;
        this.stay = stay;
    }

    public Topic topic() {
        return topic;
    }

    /** How long a record stays in it at most. */
    public Duration stay() {
        return stay;
    }

    /** The longest one that a wait of this length fills; empty for what is less than 5 s. */
    public static Optional<Tier> fitting(Duration wait) {
        return LONGEST_FIRST.stream().filter(tier -> tier.stay.compareTo(wait) <= 0).findFirst();
    }

    /** When a record leaves this tier: after the stay, or when it is due before that. */
    Instant leavesAt(JobPostponed record) {
        Instant stayed = record.enteredAt().plus(stay);
        return record.due().isBefore(stayed) ? record.due() : stayed;
    }
}
