package io.signalbox.contracts.wire;

/**
 * Names of headers. The {@code ce_} ones are CloudEvents 1.0 in Kafka's binary mode; the value of
 * each is UTF-8 text.
 */
public final class Headers {

    /** On results the job's id, so that readers dedupe by it; elsewhere unique per record. */
    public static final String CE_ID = "ce_id";

    /** One of {@code RecordType}. */
    public static final String CE_TYPE = "ce_type";

    /** {@code /signalbox/<service>}. */
    public static final String CE_SOURCE = "ce_source";

    /** RFC 3339. */
    public static final String CE_TIME = "ce_time";

    public static final String CE_SPECVERSION = "ce_specversion";

    /** W3C trace context. */
    public static final String TRACEPARENT = "traceparent";

    /** On results: which run of which attempt answered, so that streams never mix two runs. */
    public static final String RUN = "signalbox-run";

    /** On dead letters: the topic, partition and offset a record came from, and why it was left. */
    public static final String DEAD_LETTER_SOURCE = "signalbox-source";

    public static final String DEAD_LETTER_REASON = "signalbox-reason";

    /** On dead letters of the intake: the error code that HTTP callers would have got. */
    public static final String DEAD_LETTER_CODE = "signalbox-code";

    /** On records of an intake topic that the catalog binds to no tenant: the caller's API key. */
    public static final String API_KEY = "signalbox-key";

    /**
     * On HTTP answers of the gateway's model list, so that a worker that looks for local servers
     * does not take Signalbox for one of them (LocalAI's default port is ours).
     */
    public static final String HTTP_SIGNALBOX = "x-signalbox";

    private Headers() {}
}
