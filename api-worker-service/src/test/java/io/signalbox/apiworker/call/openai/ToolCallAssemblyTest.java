package io.signalbox.apiworker.call.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.job.ToolCall;
import io.signalbox.contracts.wire.Json;
import org.junit.jupiter.api.Test;

class ToolCallAssemblyTest {

    private final ToolCallAssembly assembly = new ToolCallAssembly();

    @Test
    void callsWithoutIndexBeginWithAnIdAndAName() throws Exception {
        append("{'id':'a','function':{'name':'f','arguments':'{'}}");
        append("{'function':{'arguments':'}'}}");
        append("{'id':'b','function':{'name':'g','arguments':'{}'}}");

        assertThat(assembly.calls())
                .containsExactly(ToolCall.of("a", "f", "{}"), ToolCall.of("b", "g", "{}"));
    }

    @Test
    void twoCallsUnderOneIndexAreTwo() throws Exception {
        append("{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}");
        append("{'index':0,'id':'b','function':{'name':'f','arguments':'{}'}}");

        assertThat(assembly.calls()).hasSize(2);
    }

    @Test
    void aRepeatedOrInventedIdIsNotAnotherCall() throws Exception {
        append("{'index':0,'id':'a','function':{'name':'f','arguments':'{'}}");
        append("{'index':0,'id':'a','function':{'name':'f','arguments':'1'}}");
        append("{'index':0,'id':'zzz','function':{'arguments':'}'}}");
        append("{'index':0,'id':'','function':{'name':'','arguments':''}}");

        assertThat(assembly.calls()).containsExactly(ToolCall.of("a", "f", "{1}"));
    }

    @Test
    void argumentsMayBeAnObject() throws Exception {
        append("{'index':0,'id':'a','function':{'name':'f','arguments':{'x':1}}}");

        assertThat(assembly.calls()).containsExactly(ToolCall.of("a", "f", "{\"x\":1}"));
    }

    private void append(String call) throws Exception {
        assembly.append(Json.mapper().readTree("[" + call.replace('\'', '"') + "]"));
    }
}
