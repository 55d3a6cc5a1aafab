package io.signalbox.apiworker.call.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.Requests;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Provider.Timeouts;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.ChatMessage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FirstTokenLimitTest {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/v1");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration FIRST_TOKEN = Duration.ofSeconds(30);
    private static final Duration LEFT = Duration.ofSeconds(121);
    private static final Timeouts USUAL = new Timeouts(SECOND, FIRST_TOKEN, SECOND, null);
    private static final Model THINKER = Requests.model(false, "chat", "reasoning");
    private static final Model OTHER = Requests.model(true, "chat");

    @Test
    void aModelThatThinksHasHalfOfWhatIsLeft() {
        assertThat(limit(USUAL, THINKER, null)).isEqualTo(Duration.ofSeconds(60));
        assertThat(limit(USUAL, THINKER, "high")).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void butNeverLessThanTheOthers() {
        assertThat(FirstTokenLimit.of(request(USUAL, THINKER, null), Duration.ofSeconds(40)))
                .isEqualTo(FIRST_TOKEN);
    }

    @Test
    void aModelThatDoesNotThinkOrIsToldNotToHasTheUsualLimit() {
        assertThat(limit(USUAL, OTHER, null)).isEqualTo(FIRST_TOKEN);
        assertThat(limit(USUAL, null, "high")).isEqualTo(FIRST_TOKEN);
        assertThat(limit(USUAL, THINKER, "none")).isEqualTo(FIRST_TOKEN);
        assertThat(limit(USUAL, THINKER, "Minimal")).isEqualTo(FIRST_TOKEN);
    }

    @Test
    void claudeThinksOnlyWhereItIsTold() {
        assertThat(limitOfClaude(null)).isEqualTo(FIRST_TOKEN);
        assertThat(limitOfClaude("low")).isEqualTo(Duration.ofSeconds(60));
    }

    private static Duration limitOfClaude(@Nullable String effort) {
        Provider claude = Requests.provider(Dialect.ANTHROPIC, NOWHERE, USUAL);
        return FirstTokenLimit.of(Requests.request(claude, input(effort), THINKER), LEFT);
    }

    @Test
    void whatTheOperatorSaysHolds() {
        Timeouts strict = new Timeouts(SECOND, FIRST_TOKEN, SECOND, Duration.ofSeconds(5));

        assertThat(limit(strict, THINKER, null)).isEqualTo(Duration.ofSeconds(5));
        assertThat(limit(strict, OTHER, null)).isEqualTo(FIRST_TOKEN);
    }

    private static Duration limit(
            Timeouts timeouts, @Nullable Model model, @Nullable String effort) {
        return FirstTokenLimit.of(request(timeouts, model, effort), LEFT);
    }

    private static CallRequest request(
            Timeouts timeouts, @Nullable Model model, @Nullable String effort) {
        return Requests.request(
                Requests.provider("p", NOWHERE, timeouts, false), input(effort), model);
    }

    private static ChatInput input(@Nullable String effort) {
        return new ChatInput(
                List.of(ChatMessage.of("user", "hello")),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                effort,
                null);
    }
}
