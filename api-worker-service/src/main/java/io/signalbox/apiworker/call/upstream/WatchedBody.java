package io.signalbox.apiworker.call.upstream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream whose every byte is a sign of life, comments included, up to a limit. */
final class WatchedBody extends FilterInputStream {

    private final StreamWatch watch;
    private long left;

    WatchedBody(InputStream body, StreamWatch watch, long limit) {
        super(body);
        this.watch = watch;
        this.left = limit;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        count(octet < 0 ? 0 : 1);
        return octet;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(read);
        return read;
    }

    private void count(int read) {
        if (read <= 0) {
            return;
        }
        watch.alive();
        left -= read;
        if (left < 0) {
            throw new StreamFault(StreamFault.Kind.UNFIT, "sent more than is taken of any answer");
        }
    }
}
