package io.signalbox.catalog.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name is taken where the JDK's HTTP client takes it, and nowhere else. */
class HeaderSectionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "content-length",
                "Date",
                "Expect",
                "From",
                "HOST",
                "Origin",
                "Referer",
                "TE",
                "Transfer-Encoding",
                "Upgrade",
                "Via",
                "Warning",
                "X Api",
                "X:Api",
                "X-Größe",
                "(x)",
                "x-api-key",
                "OpenAI-Organization",
                "a!#$%&'*+-.^_`|~9"
            })
    void aNameIsTakenWhereTheClientTakesIt(String name) {
        assertThat(isLoaded(name)).isEqualTo(isSent(name));
    }

    private static boolean isLoaded(String name) {
        try {
            new CatalogLoader(CatalogEnvironment.of(Map.of()))
                    .loadText(
                            "t.yaml", "providers: {groq: {headers: {\"%s\": v}}}".formatted(name));
            return true;
        } catch (CatalogException e) {
            return false;
        }
    }

    private static boolean isSent(String name) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost"));
        try {
            request.setHeader(name, "v");
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
