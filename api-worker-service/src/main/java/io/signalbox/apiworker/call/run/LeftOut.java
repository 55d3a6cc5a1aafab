package io.signalbox.apiworker.call.run;

import io.signalbox.apiworker.call.CallRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * What a caller asked for and its model is not told, since it would refuse the whole request. One
 * call's; the note is a line at DEBUG.
 */
public final class LeftOut {

    private static final Logger LOG = Logger.getLogger(LeftOut.class);

    private final Map<String, String> reasons = new LinkedHashMap<>();

    /**
     * @param parameter as the caller names it
     * @param reason in words, never the caller's value
     */
    public void add(String parameter, String reason) {
        reasons.put(parameter, reason);
    }

    /** Reasons by parameter, in the order of their finding. */
    public Map<String, String> reasons() {
        return Map.copyOf(reasons);
    }

    public void note(CallRequest request) {
        if (!reasons.isEmpty()) {
            LOG.debugf(
                    "left out of the request: %s, attemptId=%s provider=%s model=%s",
                    reasons, request.attemptId(), request.provider().name(), request.modelId());
        }
    }
}
