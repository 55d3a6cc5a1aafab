package io.signalbox.gateway.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Between a client and a server of this machine; can swallow what comes, as a dead host does. */
final class Relay implements AutoCloseable {

    private final Queue<Line> lines = new ConcurrentLinkedQueue<>();
    private final ServerSocket entrance;
    private final int server;

    private record Line(Socket client, Socket server, AtomicBoolean silent) {}

    private Relay(int server) throws IOException {
        this.server = server;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static Relay to(int server) {
        try {
            return new Relay(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** From now on nothing comes through the connections there are; later ones are not touched. */
    void fallSilent() {
        lines.forEach(line -> line.silent().set(true));
    }

    private void accept() {
        try {
            while (true) {
                Line line =
                        new Line(
                                entrance.accept(),
                                new Socket(InetAddress.getLoopbackAddress(), server),
                                new AtomicBoolean());
                lines.add(line);
                Thread.ofVirtual().start(() -> copy(line.client(), line.server(), line.silent()));
                Thread.ofVirtual().start(() -> copy(line.server(), line.client(), line.silent()));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void copy(Socket from, Socket to, AtomicBoolean silent) {
        byte[] piece = new byte[8192];
        try (from;
                to) {
            for (int n = from.getInputStream().read(piece); n >= 0; ) {
                if (!silent.get()) {
                    to.getOutputStream().write(piece, 0, n);
                }
                n = from.getInputStream().read(piece);
            }
        } catch (IOException e) {
            // Either side has gone.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (Line line : lines) {
            line.client().close();
            line.server().close();
        }
    }
}
