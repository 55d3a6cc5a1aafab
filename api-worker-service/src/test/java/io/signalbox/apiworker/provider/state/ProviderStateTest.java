package io.signalbox.apiworker.provider.state;

import static io.signalbox.apiworker.provider.state.Outcomes.NOW;
import static io.signalbox.apiworker.provider.state.Outcomes.answered;
import static io.signalbox.apiworker.provider.state.Outcomes.failed;
import static io.signalbox.apiworker.provider.state.Outcomes.limited;
import static io.signalbox.apiworker.provider.state.Outcomes.provider;
import static io.signalbox.apiworker.provider.state.Outcomes.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.limits.RateLimits;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.ProviderCondition;
import io.signalbox.contracts.event.ProviderCondition.CoolDown;
import io.signalbox.contracts.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProviderStateTest {

    private static final Duration PAUSE = Outcomes.LIMITS.refusedKeyPause();

    private final ProviderState two = state("one", "two");
    private Instant now = NOW;

    private static ProviderState state(String... keys) {
        return new ProviderState(provider(keys), Outcomes.LIMITS);
    }

    @Test
    void keysGoRound() {
        assertThat(List.of(key(two, "m"), key(two, "m"), key(two, "m")))
                .containsExactly("one", "two", "one");
    }

    @Test
    void aRefusedKeyIsPassedOverAndTriedByOneCallAfterAWhile() {
        end(two, "m", refused());
        assertThat(List.of(key(two, "m"), key(two, "x"))).containsExactly("two", "two");
        assertThat(two.out("m", now)).isEmpty();

        now = NOW.plus(PAUSE);

        assertThat(List.of(key(two, "m"), key(two, "m"), key(two, "m")))
                .containsExactly("one", "two", "two");
    }

    @Test
    void aKeyOnTrialIsGoodAfterAnAnswerAndSetAsideAgainAfterARefusal() {
        ProviderState one = state("one");
        end(one, "m", refused());
        now = NOW.plus(PAUSE);
        end(one, "m", refused());
        assertThat(one.out("m", now)).containsInstanceOf(Out.NoKeyLeft.class);

        now = now.plus(PAUSE);
        end(one, "m", answered());

        assertThat(one.out("m", now)).isEmpty();
    }

    @Test
    void aTrialThatBrokeOffIsMadeByTheNextCall() {
        ProviderState one = state("one");
        end(one, "m", refused());
        now = NOW.plus(PAUSE);
        KeyUse use = use(one, "m");
        assertThat(one.out("m", now)).containsInstanceOf(Out.NoKeyLeft.class);

        one.broken(use, now);

        assertThat(key(one, "m")).isEqualTo("one");
    }

    @Test
    void whatIsForbiddenForOneModelIsNotForTheOthers() {
        ProviderState one = state("one");

        end(one, "m", failed(ErrorClass.PROVIDER_AUTHENTICATION, 403));

        assertThat(one.out("m", now)).containsInstanceOf(Out.NoKeyLeft.class);
        assertThat(one.out("x", now)).isEmpty();
    }

    @Test
    void aChangedEntryForgivesRefusalsAndKeepsLimits() {
        ProviderState one = state("one");
        end(one, "m", refused());
        assertThat(one.follow(provider("one"))).isFalse();
        assertThat(one.out("m", now)).isPresent();

        assertThat(one.follow(provider("one", "two"))).isTrue();
        assertThat(List.of(key(one, "m"), key(one, "m"))).containsExactlyInAnyOrder("one", "two");

        end(one, "m", limited(Duration.ofSeconds(9)));
        end(one, "m", limited(Duration.ofSeconds(9)));
        one.follow(provider("two", "one"));
        assertThat(one.out("m", now)).containsInstanceOf(Out.Limited.class);
    }

    @Test
    void aLimitRestsTheKeyWithThatModelUntilTheHintIsOver() {
        end(two, "m", limited(Duration.ofSeconds(3)));
        assertThat(List.of(key(two, "m"), key(two, "m"))).containsExactly("two", "two");

        end(two, "m", limited(Duration.ofSeconds(8)));

        assertThat(until(two, "m")).isEqualTo(NOW.plusSeconds(3));
        assertThat(two.out("x", now)).isEmpty();
        assertThat(two.out("m", NOW.plusSeconds(3))).isEmpty();
    }

    @Test
    void noHintKeepsAModelOutForLongerThanTheBound() {
        ProviderState one = state("one");

        end(one, "m", limited(Duration.ofDays(2)));

        assertThat(until(one, "m")).isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void withoutAHintTheRestDoublesUntilAnAnswerComes() {
        ProviderState one = state("one");
        assertThat(rests(one, 8)).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);

        end(one, "m", answered());

        assertThat(rests(one, 1)).containsExactly(1L);
    }

    @Test
    void callsThatAreLimitedTogetherCountOnce() {
        ProviderState one = state("one");
        KeyUse first = use(one, "m");
        KeyUse second = use(one, "m");
        KeyUse third = use(one, "m");

        assertThat(one.ended(first, limited(null), now)).isTrue();
        assertThat(one.ended(second, limited(null), now)).isFalse();
        one.ended(third, answered(), now);

        assertThat(until(one, "m")).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void aSpentAccountRestsTheKeyWhateverTheModel() {
        ProviderState one = state("one");

        end(one, "m", failed(ErrorClass.QUOTA_EXHAUSTED, 402));

        assertThat(one.out("x", now))
                .containsInstanceOf(Out.Limited.class)
                .map(Out::code)
                .contains("quota_exhausted");
        assertThat(one.condition(now).coolDowns())
                .extracting(CoolDown::model)
                .containsExactly((String) null);
    }

    /** Source: can1357/oh-my-pi#9569. */
    @Test
    void anAccountThatWouldPayForLessRestsThatModelForAMomentOnly() {
        ProviderState one = state("one");

        end(
                one,
                "m",
                paymentRequired("You requested up to 65536 tokens, but can only afford 30104."));

        assertThat(one.out("m", now)).map(Out::code).contains("quota_exhausted");
        assertThat(until(one, "m")).isEqualTo(NOW.plus(Outcomes.LIMITS.firstCoolDown()));
        assertThat(one.out("x", now)).isEmpty();
    }

    /** Source: anomalyco/opencode#12219. */
    @Test
    void anAccountThatWouldPayForNothingIsSpent() {
        ProviderState one = state("one");

        end(one, "m", paymentRequired("You requested up to 32000 tokens, but can only afford 0."));

        assertThat(until(one, "x")).isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void anAnswerAfterWhichNothingRemainsIsALimit() {
        ProviderState one = state("one");
        RateLimits told =
                RateLimits.of(
                        Map.of(
                                "x-ratelimit-limit-requests", List.of("60"),
                                "x-ratelimit-remaining-requests", List.of("0"),
                                "x-ratelimit-reset-requests", List.of("12s")),
                        now);

        end(one, "m", answered(told));

        assertThat(until(one, "m")).isEqualTo(NOW.plusSeconds(12));
        assertThat(one.condition(now).limits())
                .containsExactly(
                        new ProviderCondition.Limit(
                                "m", "requests", 60L, 0L, NOW.plusSeconds(12), NOW));
    }

    @Test
    void whoIsGoneIsNotAskedUntilItsEntryChanges() {
        end(two, "m", failed(ErrorClass.UNAVAILABLE, 410));
        now = NOW.plus(Duration.ofDays(9));
        assertThat(two.out("x", now)).containsInstanceOf(Out.Gone.class);
        assertThat(two.gone()).isPresent();

        two.follow(provider("one"));

        assertThat(two.out("x", now)).isEmpty();
    }

    @Test
    void aLimitPassesARefusalDoesNot() {
        end(two, "m", refused());
        end(two, "m", limited(Duration.ofSeconds(30)));

        assertThat(two.condition(now).coolDowns())
                .containsExactly(
                        new CoolDown(
                                "m",
                                "rate_limited",
                                "rate limit reached with all 2 keys; asked again at"
                                        + " 2026-11-20T10:00:30Z",
                                NOW.plusSeconds(30),
                                true));
        end(two, "x", refused());
        assertThat(two.condition(now).coolDowns())
                .filteredOn(each -> each.model() == null)
                .extracting(CoolDown::code, CoolDown::passes)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("no_key_left", false));
    }

    @Test
    void keysAreToldByPositionAndFingerprintOnly() {
        end(two, "m", refused());

        ProviderCondition.Keys keys = two.condition(now).keys();

        assertThat(keys.count()).isEqualTo(2);
        assertThat(keys.setAside()).isEqualTo(1);
        assertThat(keys.aside().getFirst().position()).isEqualTo(1);
        assertThat(keys.aside().getFirst().fingerprint()).isEqualTo("7692c3");
        assertThat(Json.text(two.condition(now))).doesNotContain("\"one\"");
    }

    @Test
    void aProviderWithoutKeysCanBeRefusedToo() {
        ProviderState none = state();
        assertThat(key(none, "m")).isNull();

        end(none, "m", refused());

        assertThat(none.out("m", now).map(Out::reason).orElse(""))
                .startsWith("it wants a key and has none");
        assertThat(none.condition(now).keys().count()).isZero();
    }

    @Test
    void healthIsOfTheLatestCalls() {
        ProviderState one = state("one");
        assertThat(one.condition(now).health().state()).isEqualTo("unknown");
        for (int i = 0; i < 4; i++) {
            end(one, "m", answered());
        }
        assertThat(one.condition(now).health().state()).isEqualTo("healthy");
        end(one, "m", failed(ErrorClass.INVALID_REQUEST, 400));
        end(one, "m", failed(ErrorClass.TIMEOUT, null));
        assertThat(one.condition(now).health())
                .isEqualTo(
                        new ProviderCondition.Health(
                                "degraded",
                                5,
                                1,
                                1,
                                100L,
                                new ProviderCondition.LastError(ErrorClass.TIMEOUT, null, NOW)));
        for (int i = 0; i < 3; i++) {
            end(one, "m", failed(ErrorClass.UNAVAILABLE, 503));
        }
        assertThat(one.condition(now).health().state()).isEqualTo("unhealthy");

        now = NOW.plus(CallWindow.OLDEST).plusSeconds(1);

        assertThat(one.condition(now).health().calls()).isZero();
    }

    @Test
    void pingsShowHealthAndAreToldApart() {
        ProviderState one = state("one");
        end(one, "m", answered());

        one.pinged("m", failed(ErrorClass.UNAVAILABLE, 500), now);
        one.pinged("x", failed(ErrorClass.INVALID_REQUEST, 400), now);

        assertThat(one.condition(now).health())
                .isEqualTo(
                        new ProviderCondition.Health(
                                "degraded",
                                2,
                                1,
                                1,
                                100L,
                                new ProviderCondition.LastError(ErrorClass.UNAVAILABLE, 500, NOW),
                                new ProviderCondition.Ping(
                                        "x", NOW, null, ErrorClass.INVALID_REQUEST)));
        assertThat(one.out("m", now)).isEmpty();
        assertThat(one.lastCall("x")).isEmpty();
        assertThat(one.lastCall("m")).contains(NOW);
        assertThat(one.hasCallSince(NOW.minusSeconds(1))).isTrue();
        assertThat(one.hasCallSince(NOW)).isFalse();
    }

    /**
     * How long each of so many limits in a row lasts, in seconds; then it is the end of the last.
     */
    private List<Long> rests(ProviderState state, int times) {
        List<Long> rests = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            end(state, "m", limited(null));
            Instant until = until(state, "m");
            rests.add(Duration.between(now, until).toSeconds());
            now = until;
        }
        return rests;
    }

    private static CallOutcome paymentRequired(String words) {
        return CallOutcome.Failed.unsent(
                new AttemptError(
                        ErrorClass.QUOTA_EXHAUSTED,
                        "p answered 402: This request requires more credits, or fewer max_tokens. "
                                + words,
                        402));
    }

    private void end(ProviderState state, String model, CallOutcome outcome) {
        state.ended(use(state, model), outcome, now);
    }

    private Instant until(ProviderState state, String model) {
        Optional<Out> out = state.out(model, now);
        assertThat(out).containsInstanceOf(Out.Limited.class);
        return ((Out.Limited) out.orElseThrow()).until();
    }

    private KeyUse use(ProviderState state, String model) {
        return chosen(state, model).use();
    }

    private @Nullable String key(ProviderState state, String model) {
        Secret key = chosen(state, model).key();
        return key == null ? null : key.reveal();
    }

    private Choice.Use chosen(ProviderState state, String model) {
        Choice choice = state.choose(model, List.of(), now);
        assertThat(choice).isInstanceOf(Choice.Use.class);
        return (Choice.Use) choice;
    }
}
