package io.signalbox.cliworker.detection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The beginning of what a process prints; the rest is read and forgotten, so that it never waits.
 */
final class Heard {

    /** Bytes that are kept. */
    private static final int MAX = 8 * 1024;

    /** Longest wait for the end of output, which a process that was left behind may hold open. */
    private static final long PATIENCE_SECONDS = 1;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final CountDownLatch done = new CountDownLatch(1);

    /** Returns at the end of the stream, which it closes. */
    void listen(InputStream stream) {
        try (stream) {
            byte[] piece = new byte[1024];
            for (int n = stream.read(piece); n >= 0 && kept.size() < MAX; n = stream.read(piece)) {
                kept.write(piece, 0, n);
            }
            done.countDown();
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // Its process is gone: what was heard is heard.
        } finally {
            done.countDown();
        }
    }

    /** All of it where its end is near, else the lines that came until now. */
    String text() throws InterruptedException {
        boolean whole = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        String text = kept.toString(StandardCharsets.UTF_8);
        return whole || text.isEmpty() ? text : text.substring(0, text.lastIndexOf('\n') + 1);
    }
}
