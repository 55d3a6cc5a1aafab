package io.signalbox.gateway.admission;

import io.signalbox.contracts.job.JobId;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.http.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Whether a record without an id was admitted before: after a restart that found a part of a
 * partition uncommitted, or when the broker had forgotten the group's offsets and gives it all of a
 * topic once more.
 */
@ApplicationScoped
class OldRecords {

    private static final Logger LOG = Logger.getLogger(OldRecords.class);

    /** What router and worker read back after a restart, amply. */
    private static final Duration YOUNG = Duration.ofSeconds(30);

    /** What they may have forgotten, where many jobs pass. */
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    /** No time of a record, but a producer's other number. */
    private static final Duration NO_TIME = Duration.ofDays(3650);

    /** Longest that a look which may be left out may take. */
    private static final Duration QUICK = Duration.ofMillis(500);

    private final SubmissionStore store;
    private final Duration timeout;
    private final Duration retention;

    @Inject
    OldRecords(SubmissionStore store, GatewayConfig config) {
        this(store, config.submissions().timeout(), config.store().retention());
    }

    OldRecords(SubmissionStore store, Duration timeout, Duration retention) {
        this.store = store;
        this.timeout = timeout;
        this.retention = retention;
    }

    /**
     * Refuses what is older than anybody remembers, unless its time cannot be one.
     *
     * @throws ApiException 400
     */
    void check(SourceRecord source, Instant now) {
        Duration age = Duration.between(source.at(), now);
        boolean known = age.compareTo(NO_TIME) < 0;
        if (known && age.compareTo(FORGOTTEN) > 0 && age.compareTo(retention) > 0) {
            throw ApiException.tooOld(source.at(), retention);
        }
    }

    /**
     * Whether the record's job was admitted. The guards of router and worker know young ones; where
     * Postgres does not answer the job is given to them, unless they may have forgotten it. Blocks.
     *
     * @throws ApiException 503 where only Postgres can tell and it does not answer
     */
    boolean isAdmitted(JobId jobId, SourceRecord source, Instant now) {
        Duration age = Duration.between(source.at(), now);
        if (age.compareTo(YOUNG) <= 0) {
            return false;
        }
        boolean forgotten = age.compareTo(FORGOTTEN) > 0;
        try {
            return store.isAdmitted(jobId).await().atMost(forgotten ? timeout : QUICK);
        } catch (RuntimeException e) {
            LOG.debugf("not known whether %s was admitted: %s", jobId, e.getMessage());
            if (forgotten) {
                throw ApiException.away(
                        "store_unavailable",
                        "%s is older than a day; the store that knows whether it was taken before does not answer"
                                .formatted(source.place()),
                        Duration.ofSeconds(2));
            }
            return false;
        }
    }
}
