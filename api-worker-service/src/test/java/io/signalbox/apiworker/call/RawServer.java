package io.signalbox.apiworker.call;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A loopback HTTP server with its bytes in a test's hands: one request a connection. */
public final class RawServer implements AutoCloseable {

    /** What a server does with a request. */
    @FunctionalInterface
    public interface Script {
        void answer(Connection connection) throws IOException;
    }

    /**
     * @param headers names in lower case
     */
    public record Request(String line, Map<String, String> headers, String body) {}

    private final ServerSocket socket;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    public RawServer(Script script) {
        this.script = script;
        try {
            socket = new ServerSocket(0, 2_000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public URI baseUrl() {
        return URI.create(url() + "/v1");
    }

    /** Without a path. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                open.add(accepted);
                Thread.ofVirtual().start(() -> serve(accepted));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket accepted) {
        try (accepted) {
            accepted.setTcpNoDelay(true);
            script.answer(new Connection(accepted, read(accepted.getInputStream())));
        } catch (IOException e) {
            // The client went away: what many tests want.
        } finally {
            open.remove(accepted);
        }
    }

    private static Request read(InputStream in) throws IOException {
        String line = line(in);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Request(
                line, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("no request");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket each : open) {
            each.close();
        }
    }

    /** One request and the way to answer it. */
    public static final class Connection {

        private final Socket socket;
        private final Request request;

        Connection(Socket socket, Request request) {
            this.socket = socket;
            this.request = request;
        }

        public Request request() {
            return request;
        }

        public Connection raw(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return this;
        }

        /** A whole answer with its length. */
        public void answer(int status, String type, String body, String... headers)
                throws IOException {
            StringBuilder head =
                    new StringBuilder("HTTP/1.1 " + status + " X\r\nContent-Type: " + type)
                            .append("\r\nConnection: close\r\nContent-Length: ")
                            .append(body.getBytes(StandardCharsets.UTF_8).length)
                            .append("\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            raw(head + "\r\n" + body);
        }

        /** The head of an event stream in chunked encoding. */
        public Connection stream() throws IOException {
            return stream("text/event-stream");
        }

        /** The head of a stream in chunked encoding. */
        public Connection stream(String type) throws IOException {
            String[] head = {
                "HTTP/1.1 200 OK",
                "Content-Type: " + type,
                "Connection: close",
                "Transfer-Encoding: chunked"
            };
            return raw(String.join("\r\n", head) + "\r\n\r\n");
        }

        /** Text of the stream as one HTTP chunk. */
        public Connection send(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return raw(Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
        }

        /** One event. */
        public Connection data(String json) throws IOException {
            return send("data: " + json + "\n\n");
        }

        /** The end of the body as HTTP sees it. */
        public Connection end() throws IOException {
            return raw("0\r\n\r\n");
        }

        /** Resets the connection. */
        public void cut() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the client closes, then completes {@code closed} with the time of it. */
        public void hang(CompletableFuture<Long> closed) {
            try {
                while (socket.getInputStream().read() >= 0) {
                    // More of a request is not an end.
                }
                closed.complete(System.nanoTime());
            } catch (IOException e) {
                closed.complete(System.nanoTime());
            }
        }
    }
}
