package io.signalbox.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signalbox.contracts.job.VectorText;
import io.signalbox.contracts.wire.Topic;
import org.junit.jupiter.api.Test;

class VectorTextTest {

    @Test
    void aVectorIsWhatOpenAisClientsReadAsBase64() {
        // numpy.frombuffer(base64.b64decode("AACAPwAAAMA="), dtype="float32") is [1.0, -2.0]
        assertThat(VectorText.of(new float[] {1f, -2f})).isEqualTo("AACAPwAAAMA=");
    }

    @Test
    void itComesBackBitForBit() {
        float[] vector = {0.1f, Float.MIN_VALUE, -0f, 3.4e38f};

        assertThat(VectorText.floats(VectorText.of(vector))).containsExactly(vector);
    }

    @Test
    void halfAFloatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VectorText.floats("AAA="))
                .withMessageContaining("2 bytes");
    }

    @Test
    void mostNumbersFitIntoARecordWithRoomForTheRest() {
        long chars = (long) VectorText.MOST_NUMBERS * Float.BYTES * 4 / 3;

        assertThat(chars).isLessThan(Topic.MAX_RECORD_BYTES - 512 * 1024);
    }
}
