package io.signalbox.apiworker.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a question on its way out and of a page's words on their way in. */
class ForeignTextTest {

    @Test
    void aQueryIsOneBoundedLine() {
        assertThat(SearchQuery.of("  rivers\n\tof   Europe ")).isEqualTo("rivers of Europe");
        assertThat(SearchQuery.of("a".repeat(1_000_000))).hasSize(SearchQuery.MAX_CHARS);
        assertThat(SearchQuery.of(" \n ")).isEmpty();
    }

    @Test
    void noCharacterIsCutInHalf() {
        String query = SearchQuery.of("a".repeat(SearchQuery.MAX_CHARS - 2) + "🦆🦆");

        assertThat(query).hasSize(SearchQuery.MAX_CHARS - 1).endsWith("a…");
    }

    @Test
    void commandsOfEnginesAreQuestions() {
        assertThat(SearchQuery.of("!g rivers !!wp \\danube a!b"))
                .isEqualTo("g rivers wp danube a!b");
    }

    @Test
    void aSourceIsLinesWithoutWhatIsNotSeen() {
        Source source =
                Source.of("A\r\nB", "https://a.example/", "x\u0000y\u200b\u202ez \uDB40\uDC41!")
                        .orElseThrow();

        assertThat(source.title()).isEqualTo("A B");
        assertThat(source.snippet()).isEqualTo("x yz !");
    }

    @Test
    void aSourceWithoutATitleIsCalledByItsAddress() {
        assertThat(Source.of(" ", "https://a.example/", "").orElseThrow().title())
                .isEqualTo("https://a.example/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "javascript:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "ftp://files.example/",
                "/relative",
                "//no-scheme.example/",
                "https:///no-host",
                "https://user:password@a.example/",
                "https://a.example/%zz",
                "https://a.example/ b",
                "https://a.example/\u202etxt.exe",
            })
    void anAddressThatLeadsNowhereIsLeftOut(String url) {
        assertThat(Source.of("t", url, "s")).isEmpty();
    }

    @Test
    void anEndlessAddressIsLeftOut() {
        assertThat(Source.of("t", "https://a.example/" + "a".repeat(Source.MAX_URL), "s"))
                .isEmpty();
    }
}
