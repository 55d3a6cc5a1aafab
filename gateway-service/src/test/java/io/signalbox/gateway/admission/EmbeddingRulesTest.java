package io.signalbox.gateway.admission;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.contracts.job.EmbeddingInput;
import io.signalbox.gateway.http.ApiException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingRulesTest {

    @Test
    void textsAreTaken() {
        assertThatCode(() -> EmbeddingRules.check(EmbeddingInput.of("a", "b"), false))
                .doesNotThrowAnyException();
    }

    @Test
    void noTextIsNoEmbedding() {
        refused(EmbeddingInput.of(), false, "input is empty");
    }

    @Test
    void anEmptyTextIsNamedByItsPlace() {
        refused(EmbeddingInput.of("a", ""), false, "text 1 of the input is empty");
    }

    @Test
    void aConversationBesidesIsOneTooMany() {
        refused(EmbeddingInput.of("a"), true, "not both");
    }

    @Test
    void noDimensionsAreNoVector() {
        refused(new EmbeddingInput(List.of("a"), 0, null), false, "dimensions is 0");
    }

    @Test
    void whatNoResultCanCarryIsRefusedBeforeItIsPaidFor() {
        refused(
                new EmbeddingInput(Collections.nCopies(2_000, "a"), 3_072, null),
                false,
                "2000 texts of 3072 dimensions are 6144000 numbers, at most 1400000");
    }

    private static void refused(EmbeddingInput input, boolean besides, String told) {
        assertThatThrownBy(() -> EmbeddingRules.check(input, besides))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(told);
    }
}
