package io.signalbox.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.http.ApiException;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"functions\":[{\"name\":\"f\"}]}|functions|send tools",
                "{\"function_call\":\"auto\"}|function_call|tool_choice",
                "{\"modalities\":[\"text\",\"audio\"]}|modalities|modalities is [\"text\",\"audio\"]; answers are text",
                "{\"modalities\":\"audio\"}|modalities|answers are text"
            })
    void whatWouldBeAnsweredWhereNobodyLooksIsRefused(String body, String param, String words) {
        assertThatThrownBy(() -> ParameterRules.check(input(body)))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> {
                            assertThat(e.status()).isEqualTo(400);
                            assertThat(e.param()).isEqualTo(param);
                            assertThat(e).hasMessageContaining(words);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"functions\":null,\"function_call\":null,\"modalities\":null}",
                "{\"modalities\":[\"text\"]}",
                "{\"logit_bias\":{},\"whatever\":1}"
            })
    void theRestGoesAlong(String body) {
        assertThatCode(() -> ParameterRules.check(input(body))).doesNotThrowAnyException();
    }

    private static ChatInput input(String body) throws IOException {
        return Json.mapper().readValue(body, ChatInput.class);
    }
}
