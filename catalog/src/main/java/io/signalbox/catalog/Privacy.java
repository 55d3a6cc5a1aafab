package io.signalbox.catalog;

import java.time.Duration;
import java.util.Map;

/**
 * What the ledger and the logs hold.
 *
 * @param log default metadata
 * @param logByTenant others, by tenant
 * @param retention how long full text is kept; default 30 days
 */
public record Privacy(Log log, Map<String, Log> logByTenant, Duration retention) {

    /** How much of a job is written down. */
    public enum Log {
        /** No prompt, no answer. */
        METADATA,
        FULL
    }

    public Privacy {
        logByTenant = Map.copyOf(logByTenant);
    }

    public Log log(String tenant) {
        return logByTenant.getOrDefault(tenant, log);
    }
}
