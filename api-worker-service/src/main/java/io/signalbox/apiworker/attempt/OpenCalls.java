package io.signalbox.apiworker.attempt;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.contracts.job.JobId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of the calls under way, by job. A job may have several: an attempt whose owner died is
 * run again beside the job's next one. Thread-safe.
 */
final class OpenCalls {

    private final ConcurrentMap<String, Set<CallCancel>> byJob = new ConcurrentHashMap<>();

    /** A token for one more of the job's calls. */
    CallCancel begin(JobId jobId) {
        CallCancel cancel = new CallCancel();
        byJob.merge(jobId.value(), Set.of(cancel), OpenCalls::union);
        return cancel;
    }

    /** This call has ended; the job's others stay. */
    void end(JobId jobId, CallCancel ended) {
        byJob.computeIfPresent(jobId.value(), (id, calls) -> without(calls, ended));
    }

    /** Breaks off all of the job's calls. */
    void cancel(JobId jobId) {
        byJob.getOrDefault(jobId.value(), Set.of()).forEach(CallCancel::cancel);
    }

    private static Set<CallCancel> union(Set<CallCancel> some, Set<CallCancel> others) {
        Set<CallCancel> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    private static @Nullable Set<CallCancel> without(Set<CallCancel> calls, CallCancel ended) {
        Set<CallCancel> left = new HashSet<>(calls);
        left.remove(ended);
        return left.isEmpty() ? null : left;
    }
}
