package io.signalbox.apiworker.provider.state;

import static io.signalbox.apiworker.provider.state.Outcomes.NOW;
import static io.signalbox.apiworker.provider.state.Outcomes.answered;
import static io.signalbox.apiworker.provider.state.Outcomes.failed;
import static io.signalbox.apiworker.provider.state.Outcomes.limited;
import static io.signalbox.apiworker.provider.state.Outcomes.provider;
import static io.signalbox.apiworker.provider.state.Outcomes.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.Requests;
import io.signalbox.apiworker.call.failure.Verdicts;
import io.signalbox.apiworker.call.upstream.ProviderHttpException;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.ErrorClass;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyedCallsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = NOW;
    private final ProviderStates states = new ProviderStates(Outcomes.LIMITS, meters, () -> now);
    private final KeyedCalls calls = new KeyedCalls(states);
    private final List<String> asked = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();

    @Test
    void aBadKeyDoesNotFailTheAttempt() {
        states.onChange(changes::add);

        CallOutcome outcome = call(provider("bad", "good"), refused(), answered());

        assertThat(outcome).isInstanceOf(CallOutcome.Succeeded.class);
        assertThat(asked).containsExactly("bad", "good");
        assertThat(changes).containsExactly("p");
        assertThat(gauge("keys.set.aside")).isEqualTo(1);
    }

    @Test
    void everyKeyIsAskedOnceAtMost() {
        CallOutcome.Failed outcome =
                failure(call(provider("one", "two"), refused(), refused(), answered()));

        assertThat(asked).containsExactly("one", "two");
        assertThat(outcome.error().errorClass()).isEqualTo(ErrorClass.PROVIDER_AUTHENTICATION);
        assertThat(outcome.error().status()).isEqualTo(401);
        assertThat(gauge("models.cooling")).isEqualTo(1);
    }

    @Test
    void whereAllAreLimitedTheFirstThatIsFreeAgainCounts() {
        CallOutcome.Failed outcome =
                failure(
                        call(
                                provider("one", "two", "three"),
                                limited(Duration.ofSeconds(9)),
                                limited(Duration.ofSeconds(4)),
                                refused()));

        assertThat(outcome.error().errorClass()).isEqualTo(ErrorClass.RATE_LIMITED);
        assertThat(outcome.retryAfter()).isEqualTo(Duration.ofSeconds(4));
        assertThat(outcome.retryHere()).isTrue();
    }

    @Test
    void withNoKeyLeftNothingIsAsked() {
        Provider provider = provider("one");
        call(provider, limited(Duration.ofSeconds(9)));
        asked.clear();
        now = NOW.plusSeconds(2);

        CallOutcome.Failed outcome = failure(call(provider, answered()));

        assertThat(asked).isEmpty();
        assertThat(outcome.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(outcome.error().message()).contains("rate limit reached");
    }

    @Test
    void otherFailuresAreNotTheKeys() {
        call(provider("one", "two"), failed(ErrorClass.OVERLOADED, 503), answered());

        assertThat(asked).containsExactly("one");
        assertThat(states.out(provider("one", "two"), "m")).isEmpty();
    }

    /** Sources: googleapis/python-genai#1218, BerriAI/litellm#20007. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    403 | PERMISSION_DENIED   | You do not have permission to access the File abc or it may not exist.
                    403 | PERMISSION_DENIED   | CachedContent not found (or permission denied)
                    400 | FAILED_PRECONDITION | The File abc is not in an ACTIVE state and usage is not allowed.
                    """)
    void aFileThatIsNotTheCallersSaysNothingOfTheKeys(int status, String code, String message) {
        Provider provider = provider("one", "two");
        String body =
                "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\"}}"
                        .formatted(status, message, code);

        CallOutcome.Failed outcome =
                failure(call(provider, answeredWith(provider, status, body), answered()));

        assertThat(outcome.error().errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
        assertThat(asked).containsExactly("one");
        assertThat(gauge("keys.set.aside")).isZero();
        assertThat(gauge("models.cooling")).isZero();
    }

    @Test
    void aCallThatThrowsGivesItsKeyBack() {
        Provider provider = provider("one");
        call(provider, refused());
        now = NOW.plus(Outcomes.LIMITS.refusedKeyPause());

        assertThatThrownBy(() ->
                        calls.call(
                                provider,
                                "m",
                                key -> {
                                    throw new IllegalStateException("broken");
                                }))
                .hasMessage("broken");

        assertThat(call(provider, answered())).isInstanceOf(CallOutcome.Succeeded.class);
    }

    private CallOutcome call(Provider provider, CallOutcome... ends) {
        Deque<CallOutcome> next = new ArrayDeque<>(List.of(ends));
        return calls.call(
                provider,
                "m",
                key -> {
                    asked.add(key == null ? "none" : key.reveal());
                    return next.removeFirst();
                });
    }

    private static CallOutcome answeredWith(Provider provider, int status, String body) {
        HttpHeaders none = HttpHeaders.of(Map.of(), (name, value) -> true);
        return CallOutcome.Failed.unsent(
                new Verdicts(Requests.request(provider), NOW)
                        .of(new ProviderHttpException(status, none, body))
                        .error());
    }

    private static CallOutcome.Failed failure(CallOutcome outcome) {
        assertThat(outcome).isInstanceOf(CallOutcome.Failed.class);
        return (CallOutcome.Failed) outcome;
    }

    private double gauge(String name) {
        return meters.get("signalbox.api_worker." + name).tag("provider", "p").gauge().value();
    }
}
