package io.signalbox.testsupport.simulator;

import io.signalbox.contracts.attempt.ErrorClass;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Every way a provider is known to fail, with the class it must get whatever the dialect. Each
 * dialect's client is tried against all of it, and so is the whole of Signalbox, which writes
 * {@code docs/faults.md} from what it sees.
 */
public final class FaultWall {

    /**
     * Of a caller's clients that meet the wall: short, so that silence ends within seconds, and far
     * more than a busy machine takes for what is not silent.
     */
    public static final Duration FIRST_TOKEN = Duration.ofSeconds(5);

    /** As {@link #FIRST_TOKEN}; much longer than a slow drip's pause. */
    public static final Duration IDLE = Duration.ofSeconds(3);

    private static final Duration DRIP = Duration.ofMillis(100);

    /** Content has long arrived when a connection breaks after it. */
    private static final int TOKENS_PER_SECOND = 20;

    private static final int SOME_CHUNKS = 5;

    /** Where the provider is. */
    public enum Place {
        SIMULATOR,
        /** A port of this machine on which nobody listens. */
        CLOSED_PORT,
        /** The simulator, which speaks no TLS, asked for it. */
        WITHOUT_TLS,
        /** A host that no name server knows. */
        UNKNOWN_HOST
    }

    /**
     * One way to fail.
     *
     * @param name a word for tests and providers: letters, digits and hyphens
     * @param says what the provider does, for people
     * @param script its script; an unhurried echo with the fault
     * @param expected null where the answer is whole all the same
     * @param contentFirst whether content comes before it fails
     * @param hinted whether it says how long to stay away
     */
    public record Row(
            String name,
            String says,
            Place place,
            Script script,
            @Nullable ErrorClass expected,
            boolean contentFirst,
            boolean hinted) {

        /**
         * @param simulated what the simulated provider is configured with
         */
        public String baseUrl(String simulated) {
            String path = URI.create(simulated).getPath();
            return switch (place) {
                case SIMULATOR -> simulated;
                case CLOSED_PORT -> "http://127.0.0.1:1" + path;
                case WITHOUT_TLS -> simulated.replaceFirst("^http:", "https:");
                case UNKNOWN_HOST -> "http://no-such-host.invalid" + path;
            };
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private FaultWall() {}

    /** All of it, in the order of the document. */
    public static List<Row> rows() {
        List<Row> rows = new ArrayList<>(statuses());
        rows.addAll(hints());
        rows.add(elsewhere("refused", "refuses the connection", Place.CLOSED_PORT));
        rows.add(elsewhere("dns", "has a host name that nobody knows", Place.UNKNOWN_HOST));
        rows.add(elsewhere("tls", "speaks no TLS where it should", Place.WITHOUT_TLS));
        rows.addAll(silences());
        rows.addAll(brokenStreams());
        rows.addAll(oddAnswers());
        return List.copyOf(rows);
    }

    private static List<Row> statuses() {
        return List.of(
                status(400, ErrorClass.INVALID_REQUEST),
                status(401, ErrorClass.PROVIDER_AUTHENTICATION),
                status(402, ErrorClass.QUOTA_EXHAUSTED),
                status(403, ErrorClass.PROVIDER_AUTHENTICATION),
                status(404, ErrorClass.MODEL_NOT_FOUND),
                status(408, ErrorClass.TIMEOUT),
                status(409, ErrorClass.INVALID_REQUEST),
                status(410, ErrorClass.UNAVAILABLE),
                status(413, ErrorClass.CONTEXT_TOO_LONG),
                status(422, ErrorClass.INVALID_REQUEST),
                status(429, ErrorClass.RATE_LIMITED),
                status(500, ErrorClass.UNAVAILABLE),
                status(502, ErrorClass.UNAVAILABLE),
                status(503, ErrorClass.OVERLOADED),
                status(504, ErrorClass.TIMEOUT),
                status(529, ErrorClass.OVERLOADED));
    }

    /** The ways to say how long to stay away; more than ten minutes is a quota. */
    private static List<Row> hints() {
        return List.of(
                hinted("short-hint", ErrorClass.RATE_LIMITED, "Retry-After", "1"),
                hinted("long-hint", ErrorClass.QUOTA_EXHAUSTED, "Retry-After", "3600"),
                hinted("hint-in-ms", ErrorClass.RATE_LIMITED, "Retry-After-Ms", "250"),
                hinted(
                        "date",
                        ErrorClass.QUOTA_EXHAUSTED,
                        "Retry-After",
                        "Fri, 01 Jan 2038 00:00:00 GMT"),
                hinted(
                        "reset",
                        ErrorClass.RATE_LIMITED,
                        "x-ratelimit-remaining-requests",
                        "0",
                        "x-ratelimit-reset-requests",
                        "1m30s"),
                hinted(
                        "reset-as-time",
                        ErrorClass.QUOTA_EXHAUSTED,
                        "anthropic-ratelimit-requests-remaining",
                        "0",
                        "anthropic-ratelimit-requests-reset",
                        "2038-01-01T00:00:00Z"),
                hinted(
                        "period-in-name",
                        ErrorClass.RATE_LIMITED,
                        "x-ratelimit-remaining-req-minute",
                        "0"),
                saying(
                        "hint-in-words",
                        "\"try again in 7.66s\"",
                        "{\"error\":{\"message\":\"Rate limit reached. Please try again in 7.66s.\"}}",
                        ErrorClass.RATE_LIMITED,
                        true),
                saying(
                        "retry-info",
                        "`RetryInfo` of 22 s",
                        "{\"error\":{\"code\":429,\"message\":\"Resource exhausted.\",\"details\":"
                                + "[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
                                + "\"retryDelay\":\"22s\"}]}}",
                        ErrorClass.RATE_LIMITED,
                        true),
                saying(
                        "quota",
                        "`insufficient_quota`",
                        "{\"error\":{\"message\":\"You exceeded your current quota.\","
                                + "\"code\":\"insufficient_quota\"}}",
                        ErrorClass.QUOTA_EXHAUSTED,
                        false));
    }

    private static List<Row> silences() {
        return List.of(
                row(
                        "hang-before-headers",
                        "takes the request and says nothing",
                        new Fault.HangBeforeHeaders(),
                        ErrorClass.TIMEOUT),
                row(
                        "hang-after-headers",
                        "answers 200, then says nothing",
                        new Fault.HangAfterHeaders(),
                        ErrorClass.TIMEOUT),
                begun(
                        "hang-mid-stream",
                        "falls silent within its answer",
                        new Fault.HangMidStream(SOME_CHUNKS),
                        ErrorClass.TIMEOUT));
    }

    private static List<Row> brokenStreams() {
        return List.of(
                row(
                        "cut-before-content",
                        "breaks the connection before the first content",
                        new Fault.CutBeforeContent(),
                        ErrorClass.UNAVAILABLE),
                begun(
                        "cut-after-content",
                        "breaks the connection after content",
                        new Fault.CutAfter(SOME_CHUNKS),
                        ErrorClass.UNAVAILABLE),
                row(
                        "eof-before-content",
                        "ends the stream properly before the first content",
                        new Fault.CleanEof(0),
                        ErrorClass.UNAVAILABLE),
                begun(
                        "eof-after-content",
                        "ends the stream properly after content, without an end mark",
                        new Fault.CleanEof(SOME_CHUNKS),
                        ErrorClass.UNAVAILABLE),
                row(
                        "error-in-band-before-content",
                        "answers 200, then an error where the first chunk should be",
                        new Fault.ErrorInBand(0, 500, null),
                        ErrorClass.UNAVAILABLE),
                begun(
                        "error-in-band-after-content",
                        "sends an error where a later chunk should be",
                        new Fault.ErrorInBand(SOME_CHUNKS, 500, null),
                        ErrorClass.UNAVAILABLE));
    }

    private static List<Row> oddAnswers() {
        return List.of(
                row(
                        "empty-200",
                        "answers 200 without a body",
                        new Fault.Empty200(),
                        ErrorClass.UNAVAILABLE),
                row(
                        "html-200",
                        "answers 200 with a web page",
                        new Fault.Html200(),
                        ErrorClass.UNAVAILABLE),
                row(
                        "malformed-chunk-before-content",
                        "sends a first chunk that is not of the format",
                        new Fault.MalformedChunk(0),
                        ErrorClass.UNAVAILABLE),
                begun(
                        "malformed-chunk-after-content",
                        "sends a later chunk that is not of the format",
                        new Fault.MalformedChunk(SOME_CHUNKS),
                        ErrorClass.UNAVAILABLE),
                begun(
                        "odd-finish",
                        "ends its answer for a reason that nobody knows",
                        new Fault.OddFinish("unheard_of"),
                        ErrorClass.UNAVAILABLE),
                row("slow-drip", "answers, but slowly", new Fault.SlowDrip(DRIP), null));
    }

    private static Row status(int status, ErrorClass expected) {
        return row(
                Integer.toString(status),
                "answers " + status,
                new Fault.Status(status, null, null),
                expected);
    }

    /**
     * @param headers names and values in turn
     */
    private static Row hinted(String name, ErrorClass expected, String... headers) {
        Map<String, String> map = new LinkedHashMap<>();
        StringJoiner says = new StringJoiner("`, `", "answers 429, `", "`");
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], headers[i + 1]);
            says.add(headers[i] + ": " + headers[i + 1]);
        }
        return limited(name, says.toString(), new Fault.Status(429, map, null), expected, true);
    }

    private static Row saying(
            String name, String says, String body, ErrorClass expected, boolean hinted) {
        return limited(
                name,
                "answers 429, saying " + says,
                new Fault.Status(429, Map.of(), body),
                expected,
                hinted);
    }

    private static Row limited(
            String name, String says, Fault fault, ErrorClass expected, boolean hinted) {
        return new Row(
                "429-with-" + name,
                says,
                Place.SIMULATOR,
                Script.failing(fault),
                expected,
                false,
                hinted);
    }

    private static Row elsewhere(String name, String says, Place place) {
        return new Row(name, says, place, Script.DEFAULT, ErrorClass.UNAVAILABLE, false, false);
    }

    private static Row row(String name, String says, Fault fault, @Nullable ErrorClass expected) {
        return new Row(name, says, Place.SIMULATOR, Script.failing(fault), expected, false, false);
    }

    private static Row begun(String name, String says, Fault fault, ErrorClass expected) {
        Script script =
                Script.builder()
                        .answer("one two three four five six seven eight")
                        .tokensPerSecond(TOKENS_PER_SECOND)
                        .fault(FaultRule.always(fault))
                        .build();
        return new Row(name, says, Place.SIMULATOR, script, expected, true, false);
    }
}
