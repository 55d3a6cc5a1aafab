package io.signalbox.cliworker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.cliworker.process.RunCancel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OpeningTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final RunCancel cancel = new RunCancel();
    private final CountDownLatch begun = new CountDownLatch(1);

    /** As git is waited for. */
    private String waitForever() {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
            return "never";
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }

    @Test
    void whatIsMadeInTimeIsReturned() {
        assertThat(Opening.await("t", () -> "made", HOUR, cancel)).isEqualTo("made");
    }

    @Test
    void itIsInterruptedWhenItsTimeIsOver() {
        assertThat(Opening.await("t", this::waitForever, Duration.ofMillis(20), cancel))
                .isEqualTo("interrupted");
        assertThat(Opening.await("t", this::waitForever, Duration.ofMillis(-1), cancel))
                .isEqualTo("interrupted");
    }

    @Test
    void aCancelInterruptsIt() throws InterruptedException {
        Thread canceller =
                Thread.ofVirtual()
                        .start(() -> {
                            waitUntilBegun();
                            cancel.cancel();
                        });

        assertThat(Opening.await("t", this::waitForever, HOUR, cancel)).isEqualTo("interrupted");
        assertThat(Opening.await("t", this::waitForever, HOUR, cancel)).isEqualTo("interrupted");
        canceller.join();
    }

    private void waitUntilBegun() {
        try {
            begun.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
