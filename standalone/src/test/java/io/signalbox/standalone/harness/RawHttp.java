package io.signalbox.standalone.harness;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.wire.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Requests as they stand on the wire: also those that no HTTP client would send. */
public final class RawHttp {

    private static final int LIMIT_MS = 60_000;
    private static final int PIECE = 64 * 1024;

    private final URI server;

    /**
     * @param server only its host and port count
     */
    public RawHttp(URI server) {
        this.server = server;
    }

    /** An answer with a JSON body. */
    public record Answer(int status, String head, JsonNode body) {

        /** Empty where there is none. */
        public String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /**
     * Sends a request and reads until the server closes.
     *
     * @param start method and path
     * @param headers whole lines; a Host is added where there is none
     */
    public Answer send(String start, List<String> headers, String body) {
        boolean chunked = headers.stream().anyMatch(line -> line.endsWith("chunked"));
        boolean named = headers.stream().anyMatch(line -> line.startsWith("Host:"));
        StringBuilder head = new StringBuilder(start).append(" HTTP/1.1\r\n");
        if (!named) {
            head.append("Host: ").append(server.getAuthority()).append("\r\n");
        }
        headers.forEach(line -> head.append(line).append("\r\n"));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (!chunked && (bytes.length > 0 || start.startsWith("POST"))) {
            head.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(LIMIT_MS);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            out.write(head.toString().getBytes(StandardCharsets.UTF_8));
            write(out, bytes, chunked);
            out.flush();
            return parse(
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(start + " was not answered", e);
        }
    }

    private static void write(OutputStream out, byte[] bytes, boolean chunked) throws IOException {
        if (!chunked) {
            out.write(bytes);
            return;
        }
        for (int at = 0; at < bytes.length; at += PIECE) {
            int length = Math.min(PIECE, bytes.length - at);
            out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.write(bytes, at, length);
            out.write("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private static Answer parse(String text) throws IOException {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no HTTP answer: " + text);
        }
        String head = text.substring(0, end);
        if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            throw new IOException("an answer in chunks is not read here: " + head);
        }
        int status = Integer.parseInt(head.substring(9, 12));
        return new Answer(status, head, Json.mapper().readTree(text.substring(end + 4)));
    }
}
