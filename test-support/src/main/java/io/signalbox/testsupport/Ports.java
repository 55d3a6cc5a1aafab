package io.signalbox.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on loopback. A free port is free when it is given out; nobody reserves it. */
public final class Ports {

    /** The only address that anything here listens on. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final byte[] LOOPBACK_BYTES = {127, 0, 0, 1};

    private Ports() {}

    /** A port that nobody listens on now. */
    public static int free() {
        try (ServerSocket socket = open(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + LOOPBACK, e);
        }
    }

    /**
     * The wanted port, or a free one for 0.
     *
     * @throws PortInUseException if somebody listens on the wanted port
     */
    public static int wanted(int port) {
        if (port == 0) {
            return free();
        }
        try (ServerSocket socket = open(port)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new PortInUseException(port, e);
        }
    }

    private static ServerSocket open(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK_BYTES), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
