package io.signalbox.apiworker.call.run;

import io.signalbox.apiworker.call.CallRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What a caller asked for and its model is not told, since it would refuse the whole request. One
 * call's; told in the result's notes, and in a line at DEBUG.
 */
public final class LeftOut {

    private static final Logger LOG = Logger.getLogger(LeftOut.class);

    /** Most parameters named in a note, and most characters of each name: callers choose them. */
    private static final int MOST_TOLD = 16;

    private static final int MOST_NAME_CHARS = 64;

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

    /** For the caller: each parameter with its reason; none where nothing was left out. */
    public List<String> notes() {
        if (reasons.isEmpty()) {
            return List.of();
        }
        String told =
                reasons.entrySet().stream()
                        .limit(MOST_TOLD)
                        .map(each -> "%s (%s)".formatted(cut(each.getKey()), each.getValue()))
                        .collect(Collectors.joining(", "));
        int untold = reasons.size() - MOST_TOLD;
        return List.of(
                "left out of the request: "
                        + told
                        + (untold > 0 ? " and %d more".formatted(untold) : ""));
    }

    private static String cut(String name) {
        return name.length() <= MOST_NAME_CHARS ? name : name.substring(0, MOST_NAME_CHARS) + "…";
    }

    public void note(CallRequest request) {
        if (!reasons.isEmpty()) {
            LOG.debugf(
                    "left out of the request: %s, attemptId=%s provider=%s model=%s",
                    reasons, request.attemptId(), request.provider().name(), request.modelId());
        }
    }
}
