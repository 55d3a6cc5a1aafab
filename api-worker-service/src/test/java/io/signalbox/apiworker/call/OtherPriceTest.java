package io.signalbox.apiworker.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.wire.Json;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherPriceTest {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/v1");
    private static final Usage USAGE = new Usage(1000, 0, 0, 50, 0, false);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "openai    | service_tier  | 'service_tier':'priority'",
                "openai    | service_tier  | 'service_tier':'flex'",
                "mistral   | service_tier  | 'service_tier':'flex'",
                "gemini    | serviceTier   | 'serviceTier':'priority'",
                "anthropic | speed         | 'speed':'fast'",
                "anthropic | inference_geo | 'inference_geo':'us'",
                "anthropic | cache_control | 'cache_control':{'type':'ephemeral','ttl':'1h'}"
            })
    void whatIsBoughtAtAnotherPriceIsTold(String dialect, String parameter, String asked)
            throws JsonProcessingException {
        assertThat(OtherPrice.parameter(request(dialect, asked))).contains(parameter);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "openai    | 'service_tier':'auto'",
                "openai    | 'service_tier':'on_demand'",
                "openai    | 'speed':'fast'",
                "gemini    | 'service_tier':'priority'",
                "anthropic | 'service_tier':'priority'",
                "anthropic | 'speed':'standard'",
                "anthropic | 'cache_control':{'type':'ephemeral'}",
                "ollama    | 'service_tier':'priority'"
            })
    void whatIsUsualOrNotTheDialectsIsNot(String dialect, String asked)
            throws JsonProcessingException {
        Provider ollama = Requests.ollama(NOWHERE);
        CallRequest request =
                dialect.equals("ollama") ? request(ollama, asked) : request(dialect, asked);

        assertThat(OtherPrice.parameter(request)).isEmpty();
    }

    @Test
    void itsCostIsUnknown() throws JsonProcessingException {
        Bill bill = Bill.of(request("openai", "'user':'somebody'"), USAGE, null);

        assertThat(bill.cost()).isNotNull();
        assertThat(bill.atAnotherPrice()).isEqualTo(new Bill(USAGE, null, true));
        assertThat(Bill.NOTHING.atAnotherPrice()).isEqualTo(Bill.NOTHING);
    }

    private static CallRequest request(String dialect, String parameter)
            throws JsonProcessingException {
        return request(Requests.provider(Dialect.of(dialect), NOWHERE), parameter);
    }

    private static CallRequest request(Provider provider, String parameter)
            throws JsonProcessingException {
        String json =
                "{'messages':[{'role':'user','content':'hello'}],%s}"
                        .formatted(parameter)
                        .replace('\'', '"');
        return Requests.request(
                provider, Json.mapper().readValue(json, ChatInput.class), Requests.model(true));
    }
}
