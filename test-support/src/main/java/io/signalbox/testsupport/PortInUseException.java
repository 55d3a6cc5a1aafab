package io.signalbox.testsupport;

/** The port that was asked for is taken by somebody else. The message says so in one line. */
public final class PortInUseException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final int port;

    public PortInUseException(int port, Throwable cause) {
        super(
                "port %d on 127.0.0.1 is in use: stop whatever listens there or choose another port"
                        .formatted(port),
                cause);
        this.port = port;
    }

    public int port() {
        return port;
    }
}
