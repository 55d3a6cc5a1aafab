package io.signalbox.apiworker.call.upstream;

import dev.langchain4j.exception.HttpException;
import java.net.http.HttpHeaders;

/** An answer other than 2xx, whole: LangChain4j's own exception loses the headers. */
public final class ProviderHttpException extends HttpException {

    private final transient HttpHeaders headers;
    private final String body;

    /**
     * @param body as text, cut to {@link UpstreamHttp#MAX_ERROR_BODY} bytes
     */
    public ProviderHttpException(int status, HttpHeaders headers, String body) {
        super(status, "HTTP " + status);
        this.headers = headers;
        this.body = body;
    }

    public HttpHeaders headers() {
        return headers;
    }

    public String body() {
        return body;
    }
}
