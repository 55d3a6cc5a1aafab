package io.signalbox.apiworker.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.wire.Json;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtherPriceTest {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/v1");
    private static final Provider HOSTED = Requests.provider("p", NOWHERE);
    private static final Usage USAGE = new Usage(1000, 0, 0, 50, 0, false);
    private static final Usd TOLD = Usd.parse("0.5");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "service_tier | 'service_tier':'priority'",
                "service_tier | 'service_tier':'flex'",
                "serviceTier | 'serviceTier':'priority'",
                "speed | 'speed':'fast'",
                "inference_geo | 'inference_geo':'us'",
                "cache_control | 'cache_control':{'type':'ephemeral','ttl':'1h'}"
            })
    void whatIsBoughtAtAnotherPriceHasNoneOfTheRegistrys(String parameter, String asked)
            throws JsonProcessingException {
        CallRequest request = request(HOSTED, asked);

        Bill bill = Bill.of(request, USAGE, null);

        assertThat(bill).isEqualTo(new Bill(USAGE, null, true));
        assertThat(OtherPrice.note(request, bill).orElseThrow())
                .contains(parameter + " asks for another price");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'service_tier':'auto'",
                "'service_tier':'default'",
                "'speed':'standard'",
                "'cache_control':{'type':'ephemeral'}",
                "'user':'somebody'"
            })
    void theUsualPriceIsTheRegistrys(String asked) throws JsonProcessingException {
        Bill bill = Bill.of(request(HOSTED, asked), USAGE, null);

        assertThat(bill.cost()).isEqualTo(Usd.parse("0.0011"));
        assertThat(bill.unpriced()).isFalse();
    }

    @Test
    void whatTheProviderSaysItChargedIsTheCostWhateverWasAsked() throws JsonProcessingException {
        CallRequest request = request(HOSTED, "'service_tier':'priority'");

        Bill bill = Bill.of(request, USAGE, TOLD);

        assertThat(bill).isEqualTo(new Bill(USAGE, TOLD, false));
        assertThat(OtherPrice.note(request, bill)).isEmpty();
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
