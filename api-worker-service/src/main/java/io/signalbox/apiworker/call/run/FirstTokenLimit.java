package io.signalbox.apiworker.call.run;

import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Provider.Timeouts;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long a call may be without content. A model that thinks first may say nothing for minutes,
 * since OpenAI streams no thoughts and Gemini only where asked; who stops it then pays for them.
 */
final class FirstTokenLimit {

    private static final String REASONING = "reasoning";
    private static final Set<String> HARDLY_ANY = Set.of("none", "minimal");

    private FirstTokenLimit() {}

    /**
     * @param left until the job's deadline; half of it stays for another candidate
     */
    static Duration of(CallRequest request, Duration left) {
        Timeouts timeouts = request.provider().timeouts();
        Duration firstToken = timeouts.firstToken();
        if (!thinks(request)) {
            return firstToken;
        }
        if (timeouts.thinking() != null) {
            return timeouts.thinking();
        }
        Duration half = Duration.ofSeconds(left.toSeconds() / 2);
        return half.compareTo(firstToken) > 0 ? half : firstToken;
    }

    private static boolean thinks(CallRequest request) {
        Model model = request.model();
        @Nullable String effort = request.input().reasoningEffort();
        if (request.embedding() != null
                || model == null
                || !model.capabilities().contains(REASONING)) {
            return false;
        }
        return effort == null
                ? thinksUnasked(request)
                : !HARDLY_ANY.contains(effort.toLowerCase(Locale.ROOT));
    }

    /** Claude thinks where it is told to, and streams what it thinks. */
    private static boolean thinksUnasked(CallRequest request) {
        return !request.provider().dialect().equals(Dialect.ANTHROPIC)
                || request.input().extra().containsKey("thinking");
    }
}
