package io.signalbox.apiworker.call.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeftOutTest {

    private final LeftOut leftOut = new LeftOut();

    @Test
    void nothingIsSaidOfNothing() {
        assertThat(leftOut.notes()).isEmpty();
    }

    @Test
    void eachIsToldInTheOrderOfItsFinding() {
        leftOut.add("seed", "there is none");
        leftOut.add("a".repeat(100), "unknown");

        assertThat(leftOut.notes())
                .containsExactly(
                        "left out of the request: seed (there is none), %s… (unknown)"
                                .formatted("a".repeat(64)));
    }

    @Test
    void ofVeryManySomeAreCountedOnly() {
        for (int i = 0; i < 20; i++) {
            leftOut.add("p" + i, "unknown");
        }

        assertThat(leftOut.notes().getFirst()).endsWith("p15 (unknown) and 4 more");
    }
}
