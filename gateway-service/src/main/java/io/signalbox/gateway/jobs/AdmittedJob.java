package io.signalbox.gateway.jobs;

import io.signalbox.gateway.store.StoredJob;
import java.time.Instant;
import java.util.Optional;

/** A job whose admission the store has read, which says where the job's records are. */
public record AdmittedJob(StoredJob stored, int replyPartition, Instant admittedAt) {

    /** Empty where the store has read later records of the job only. */
    static Optional<AdmittedJob> of(StoredJob stored) {
        Integer replyPartition = stored.replyPartition();
        Instant admittedAt = stored.admittedAt();
        return replyPartition == null || admittedAt == null
                ? Optional.empty()
                : Optional.of(new AdmittedJob(stored, replyPartition, admittedAt));
    }
}
