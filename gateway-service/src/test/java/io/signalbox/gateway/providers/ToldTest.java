package io.signalbox.gateway.providers;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.ProviderCondition;
import io.signalbox.contracts.event.ProviderCondition.CoolDown;
import io.signalbox.contracts.event.ProviderCondition.Health;
import io.signalbox.contracts.event.ProviderCondition.KeyAside;
import io.signalbox.contracts.event.ProviderCondition.LastError;
import io.signalbox.contracts.event.ProviderCondition.Limit;
import io.signalbox.contracts.event.ProviderCondition.Ping;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToldTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Health QUIET = new Health("unknown", 0, 0, 0, null, null);

    @Test
    void healthIsTheWorstOverAllCalls() {
        LastError late = new LastError(ErrorClass.TIMEOUT, null, NOW);
        Health good = new Health("healthy", 6, 0, 0, 100L, null);
        Health bad =
                new Health(
                        "unhealthy",
                        10,
                        8,
                        5,
                        400L,
                        new LastError(late.errorClass(), 503, NOW.minusSeconds(9)));
        Ping ping = new Ping("m", NOW, 31L, null);
        Ping older = new Ping("m", NOW.minusSeconds(60), null, ErrorClass.TIMEOUT);
        Health other = new Health("degraded", 0, 0, 0, null, late, ping);
        Health idle = new Health("unknown", 0, 0, 0, null, null, older);

        Told.Health told = told(of(good), of(bad), of(other), of(idle)).health(null);

        assertThat(told)
                .isEqualTo(
                        new Told.Health(
                                "unhealthy",
                                16,
                                new BigDecimal("0.500"),
                                5,
                                175L,
                                late,
                                ping,
                                null));
        assertThat(told().health(null).state()).isEqualTo("unknown");
        assertThat(told().health(null).errorRate()).isNull();
    }

    @Test
    void aCoolDownLastsUntilTheFirstWorkerAsksAgain() {
        CoolDown soon = new CoolDown("m", "rate_limited", "soon", NOW.plusSeconds(3), true);
        CoolDown later = new CoolDown("m", "rate_limited", "later", NOW.plusSeconds(9), true);
        CoolDown whole = new CoolDown(null, "no_key_left", "all", NOW.plusSeconds(5), false);
        CoolDown over = new CoolDown("x", "rate_limited", "over", NOW, true);

        List<Told.CoolDown> told = told(of(later, over), of(soon, whole)).coolDowns();

        assertThat(told)
                .containsExactly(
                        new Told.CoolDown(null, "no_key_left", "all", NOW.plusSeconds(5), 1),
                        new Told.CoolDown("m", "rate_limited", "soon", NOW.plusSeconds(3), 2));
    }

    @Test
    void aKeyIsSetAsideUntilTheLastWorkerUsesItAgain() {
        ProviderCondition one = withKeys(aside(2, NOW.plusSeconds(3)), aside(1, NOW));
        ProviderCondition two = withKeys(aside(2, NOW.plusSeconds(9)));

        Told.Keys keys = told(one, two).keys();

        assertThat(keys.count()).isEqualTo(2);
        assertThat(keys.setAside()).isEqualTo(1);
        assertThat(keys.aside()).containsExactly(aside(2, NOW.plusSeconds(9)));
    }

    @Test
    void ofALimitTheLatestWordCounts() {
        Limit before = new Limit("m", "requests", 60L, 12L, null, NOW.minusSeconds(9));
        Limit after = new Limit("m", "requests", 60L, 10L, NOW.plusSeconds(5), NOW);
        Limit silent = new Limit("m", "tokens", 900L, null, null, NOW);

        List<Told.Quota> quota = told(withLimits(after), withLimits(before, silent)).quota();

        assertThat(quota)
                .containsExactly(
                        new Told.Quota(
                                "m", "requests", 60L, 50L, 10L, NOW.plusSeconds(5), true, NOW),
                        new Told.Quota("m", "tokens", 900L, null, null, null, false, NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 3, 60, false",
        "10, 2, 60, true",
        "10, 0, 60, true",
        "10, 2, , true",
        "10, 2, 0, false",
        "0, 0, 60, false",
        ", 2, 60, false"
    })
    void fourFifthsOfALimitAreWarnedOfUntilItResets(
            @Nullable Long limit, long remaining, @Nullable Long resetsInS, boolean warning) {
        Instant resets = resetsInS == null ? null : NOW.plusSeconds(resetsInS);

        List<Told.Quota> quota =
                told(withLimits(new Limit("m", "tokens", limit, remaining, resets, NOW))).quota();

        assertThat(quota).extracting(Told.Quota::warning).containsExactly(warning);
    }

    @Test
    void aLimitWhoseResetIsNotToldIsWarnedOfForAnHour() {
        Limit old = new Limit("m", "tokens", 10L, 0L, null, NOW.minusSeconds(3_600));
        Limit late = new Limit("n", "tokens", 10L, 0L, null, NOW.minusSeconds(3_599));

        List<Told.Quota> quota = told(withLimits(old, late)).quota();

        assertThat(quota).extracting(Told.Quota::warning).containsExactly(false, true);
    }

    private static Told told(ProviderCondition... conditions) {
        return new Told(List.of(conditions), NOW);
    }

    private static ProviderCondition of(Health health) {
        return condition(List.of(), List.of(), health, List.of());
    }

    private static ProviderCondition of(CoolDown... coolDowns) {
        return condition(List.of(), List.of(coolDowns), QUIET, List.of());
    }

    private static ProviderCondition withKeys(KeyAside... aside) {
        return condition(List.of(aside), List.of(), QUIET, List.of());
    }

    private static ProviderCondition withLimits(Limit... limits) {
        return condition(List.of(), List.of(), QUIET, List.of(limits));
    }

    private static ProviderCondition condition(
            List<KeyAside> aside, List<CoolDown> coolDowns, Health health, List<Limit> limits) {
        return new ProviderCondition(
                new ProviderCondition.Keys(2, aside.isEmpty() ? 0 : 1, aside),
                coolDowns,
                health,
                limits);
    }

    private static KeyAside aside(int position, Instant until) {
        return new KeyAside(position, "abcdef", null, "key_refused", "answered 401", until);
    }
}
