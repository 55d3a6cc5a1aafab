package io.signalbox.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The estimate against the vocabulary it stands in for. */
class RoughTokensTest {

    @ParameterizedTest
    @CsvSource({
        "prose, 0.05",
        "code-java, 0.05",
        "code-python, 0.05",
        "data-json, 0.05",
        "prose-german, 0.10",
    })
    void itIsNearTheVocabularysCount(String sample, double off) {
        String text = Samples.text(sample);
        long exact = new TextTokens(text).count(Tokenizer.O200K).tokens();

        assertThat(RoughTokens.of(text).tokens() / exact).isCloseTo(1, within(off));
    }

    @ParameterizedTest
    @CsvSource({
        "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。, 0.25",
        "人工智能正在改变我们的工作方式。许多公司已经开始使用大型语言模型来处理日常任务。, 0.25",
        "Все счастливые семьи похожи друг на друга каждая несчастливая семья несчастлива по-своему., 0.15",
        "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다., 0.25",
    })
    void otherScriptsAreNotMistakenForLatin(String text, double off) {
        long exact = new TextTokens(text).count(Tokenizer.O200K).tokens();

        assertThat(RoughTokens.of(text).tokens() / exact).isCloseTo(1, within(off));
    }

    @Test
    void codeIsToldFromProseByItsMarks() {
        assertThat(RoughTokens.of(Samples.text("prose")).codeShare()).isZero();
        assertThat(RoughTokens.of(Samples.text("prose-german")).codeShare()).isZero();
        assertThat(RoughTokens.of(Samples.text("code-java")).codeShare()).isGreaterThan(0.8);
        assertThat(RoughTokens.of(Samples.text("code-python")).codeShare()).isGreaterThan(0.8);
    }

    @Test
    void markdownIsNoCodeBesidesItsMarkup() {
        RoughCount list = RoughTokens.of("- **Yes** - *it* does\n- `No` - it **does** not\n");
        RoughCount code = RoughTokens.of(Samples.text("code-python"));

        assertThat(list.codeShare()).isEqualTo(1);
        assertThat(list.besidesMarkup().codeShare()).isZero();
        assertThat(code.besidesMarkup().codeShare()).isGreaterThan(0.8);
    }

    @Test
    void anEmptyTextHasNoneAndEveryOtherOneAtLeast() {
        assertThat(RoughTokens.of("").tokens()).isZero();
        assertThat(RoughTokens.of(" ").tokens()).isEqualTo(1);
    }
}
