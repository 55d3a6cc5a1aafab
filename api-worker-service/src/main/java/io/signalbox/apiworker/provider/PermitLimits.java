package io.signalbox.apiworker.provider;

import io.signalbox.apiworker.ApiWorkerConfig;
import java.time.Duration;

/**
 * How long, and how many, orders wait for permits; see {@link ApiWorkerConfig}.
 *
 * @param batchShare of a provider's permits, over 0 to 1
 * @param waitingRoom most that wait for one provider in one lane
 * @param mostWaiting most that wait in one lane, over all providers
 */
record PermitLimits(
        Duration permitWait,
        Duration longestDeferral,
        double batchShare,
        int waitingRoom,
        int mostWaiting) {

    static PermitLimits of(ApiWorkerConfig config) {
        return new PermitLimits(
                config.permitWait(),
                config.longestDeferral(),
                config.batchShare(),
                config.waitingRoom(),
                Math.max(1, config.concurrency() / 2));
    }
}
